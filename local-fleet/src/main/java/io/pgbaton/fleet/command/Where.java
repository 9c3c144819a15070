package io.pgbaton.fleet.command;

import io.pgbaton.fleet.folder.FleetFolder;
import io.pgbaton.fleet.process.OsUser;
import io.pgbaton.fleet.programs.Installation;
import io.pgbaton.fleet.run.Fleet;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which fleet a command is about.
public final class Where {

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "folder of the sandbox (default: .sandbox in the repository, or one below /var/tmp when the"
                    + " servers' user cannot get there)")
    private Optional<Path> chosen = Optional.empty();

    public FleetFolder folder() {
        return new FleetFolder(
                chosen.map(path -> path.toAbsolutePath().normalize()).orElseGet(Where::usual));
    }

    Fleet fleet() {
        return Fleet.open(folder());
    }

    private static Path usual() {
        Path repository = Installation.repository();
        return OsUser.forServers().reaches(repository)
                ? repository.resolve(".sandbox")
                : Path.of("/var/tmp/pgbaton-sandbox-" + Integer.toHexString(repository.hashCode()));
    }
}
