package io.pgbaton.agent.observe;

import io.pgbaton.agent.postgres.ServerStatus;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A transcript of one server and its agent: the real [Teller] and [Troubles] are shown, second by second, what the
/// commands say that the probes, the disks and the server gave. What `disk …` gives is what [Storage] would say.
public final class ServerScript {

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final List<String> story = new ArrayList<>();
    private final Teller teller;
    private ServerState state = ServerState.RUNNING;
    private Role role = Role.PRIMARY;
    private @Nullable String receiver;
    private @Nullable Long detachedSince;
    private long lag;
    private Optional<Probe.TurnedAway> refusal = Optional.empty();
    private Optional<WriteProbe.Refused> refused = Optional.empty();
    private Optional<Trouble> storage = Optional.empty();
    private boolean stalled;
    private long millis;

    private ServerScript() {
        teller = new Teller(
                this::announce,
                new Troubles(new Troubles.Sources(() -> refusal, () -> stalled, () -> refused, () -> storage)));
    }

    public static List<String> told(List<String> commands) {
        ServerScript script = new ServerScript();
        script.role = commands.getFirst().contains("standby") ? Role.STANDBY : Role.PRIMARY;
        script.receiver = script.role == Role.STANDBY ? "streaming" : null;
        script.look();
        script.story.clear();
        commands.stream().skip(1).filter(command -> !command.isBlank()).forEach(script::take);
        return List.copyOf(script.story);
    }

    private void announce(EventKind kind, Events.Said said) {
        String reason = said.data().get("reason");
        story.add(String.format(
                Locale.ROOT,
                "%-9s %s  %s%s",
                "event",
                kind.wireName(),
                reason == null ? "" : reason + ": ",
                said.details()));
    }

    private void take(String command) {
        story.add("> " + command);
        String[] words = command.split(" +", 2);
        switch (words[0]) {
            case "run" -> run(Duration.parse("PT" + words[1]));
            case "state" -> state = ServerState.valueOf(words[1].toUpperCase(Locale.ROOT));
            case "receiver" -> receive(words[1]);
            case "lacks" -> lag = Long.parseLong(words[1].split(" ", 2)[0]);
            case "login" -> refusal = answer(words[1]).map(no -> new Probe.TurnedAway(no[0], no[1]));
            case "write" -> write(words[1]);
            case "disk" -> storage = disk(words[1]);
            default -> throw new IllegalArgumentException("no such command: " + command);
        }
    }

    private void receive(String what) {
        boolean streams = what.equals("streams");
        receiver = streams ? "streaming" : null;
        detachedSince = streams ? null : Long.valueOf(millis * 1_000_000);
    }

    private void write(String what) {
        stalled = what.equals("hangs");
        refused = stalled ? Optional.empty() : answer(what).map(no -> new WriteProbe.Refused(no[0], no[1]));
    }

    /// `53300 sorry, …`, or `ok`.
    private static Optional<String[]> answer(String what) {
        return what.equals("ok") ? Optional.empty() : Optional.of(what.split(" ", 2));
    }

    private static Optional<Trouble> disk(String what) {
        return switch (what) {
            case "full" ->
                Optional.of(new Trouble(Reason.WAL_DISK_FULL, "pg_wal has less room left than one segment of 16 MiB"));
            case "read-only" ->
                Optional.of(new Trouble(Reason.READ_ONLY_FILE_SYSTEM, "its file system is mounted read-only"));
            case "sound" -> Optional.empty();
            default -> throw new IllegalArgumentException("no such disk: " + what);
        };
    }

    private void run(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= LOOK.toMillis()) {
            millis += LOOK.toMillis();
            look();
        }
    }

    private void look() {
        teller.tell(new Observation(state, role, null, status(), detachedSince), millis);
    }

    private @Nullable ServerStatus status() {
        if (state != ServerState.RUNNING) {
            return null;
        }
        Lsn at = new Lsn(1 << 20);
        String from = role == Role.STANDBY ? "host=n1" : "";
        return new ServerStatus(
                role,
                150_000,
                new Heartbeat.Wal(new Timeline(1), null, at, at, at),
                new ServerStatus.Receiver(from, receiver, 10L, lag, 0L, false),
                List.of());
    }
}
