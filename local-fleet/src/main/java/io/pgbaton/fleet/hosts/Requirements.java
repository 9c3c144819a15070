package io.pgbaton.fleet.hosts;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What this machine must offer for hosts of their own.
public final class Requirements {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Requirements() {}

    /// In one line what is missing and what to do about it; empty when nothing is.
    public static Optional<String> missing() {
        if (!Command.run(PATIENCE, List.of("id", "-u")).strip().equals("0")) {
            return Optional.of("hosts in network namespaces need root: run this as root (in a container or a virtual"
                    + " machine: nothing outside the namespaces is changed)");
        }
        List<String> absent = Stream.of("ip", "nft", "nsenter", "setpriv")
                .filter(program -> !isInstalled(program))
                .toList();
        if (!absent.isEmpty()) {
            return Optional.of("hosts in network namespaces need " + String.join(", ", absent)
                    + ": install the packages iproute2, nftables and util-linux");
        }
        Command.Ended trial = Command.tryToRun(PATIENCE, List.of("unshare", "--net", "nft", "list", "ruleset"));
        return trial.status() == 0
                ? Optional.empty()
                : Optional.of("this system lets nobody make network namespaces with packet filters: "
                        + trial.output().strip());
    }

    static void demand() {
        missing().ifPresent(what -> {
            throw new FleetException(what);
        });
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv()
                        .getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
                        .split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
