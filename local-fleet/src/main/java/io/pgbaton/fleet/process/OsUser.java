package io.pgbaton.fleet.process;

import io.pgbaton.fleet.FleetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The operating-system user that servers run as. PostgreSQL refuses root; so root runs it, and everything beside
/// it, as somebody else. `entrance` stands before every command that starts something: where it is to run.
public record OsUser(String name, String group, boolean switchTo, List<String> entrance) {

    /// As the unit's `LimitNICE` allows it: a guard may start its agent ahead of the server.
    private static final List<String> MAY_BE_AHEAD = List.of("--inh-caps=+sys_nice", "--ambient-caps=+sys_nice");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Whoever runs this program; when that is root, `postgres`, or `nobody` where there is none.
    public static OsUser forServers() {
        String current = id("-un");
        if (!id("-u").equals("0")) {
            return new OsUser(current, id("-gn"), false, List.of());
        }
        String unprivileged = exists("postgres") ? "postgres" : "nobody";
        return new OsUser(unprivileged, id("-gn", unprivileged), true, List.of());
    }

    public OsUser {
        entrance = List.copyOf(entrance);
    }

    /// The same user on a host of its own.
    public OsUser entering(List<String> host) {
        return new OsUser(name, group, switchTo, host);
    }

    /// `words` as a command line that runs as this user. The process keeps its id: nothing stays in between.
    public List<String> command(List<String> words) {
        List<String> command = new ArrayList<>(entrance);
        if (switchTo) {
            command.addAll(List.of("setpriv", "--reuid=" + name, "--regid=" + group, "--init-groups"));
            command.addAll(Ahead.ALLOWED ? MAY_BE_AHEAD : List.of());
            command.add("--");
        }
        command.addAll(words);
        return List.copyOf(command);
    }

    /// Makes `path` and all below it this user's.
    public void own(Path path) {
        if (switchTo) {
            Command.run(PATIENCE, List.of("chown", "-R", name + ":" + group, path.toString()));
        }
    }

    /// Whether this user can enter the folder `path`.
    public boolean reaches(Path path) {
        return Command.tryToRun(PATIENCE, command(List.of("test", "-x", path.toString())))
                        .status()
                == 0;
    }

    private static boolean exists(String user) {
        return Command.tryToRun(PATIENCE, List.of("id", "-u", user)).status() == 0;
    }

    private static String id(String... options) {
        List<String> words = new ArrayList<>(List.of("id"));
        words.addAll(List.of(options));
        Command.Ended ended = Command.tryToRun(PATIENCE, words);
        if (ended.status() != 0) {
            throw new FleetException("cannot find out who runs this: " + ended.output());
        }
        return ended.output().strip();
    }

    /// Whether this host lets root give that away: a container may not.
    private static final class Ahead {

        private static final boolean ALLOWED = isAllowed();

        private static boolean isAllowed() {
            List<String> words = new ArrayList<>(List.of("setpriv"));
            words.addAll(MAY_BE_AHEAD);
            words.addAll(List.of("--", "nice", "-n", "-1", "true"));
            Command.Ended tried = Command.tryToRun(PATIENCE, words);
            return tried.status() == 0 && tried.output().isBlank();
        }
    }
}
