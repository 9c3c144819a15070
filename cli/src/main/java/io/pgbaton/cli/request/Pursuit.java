package io.pgbaton.cli.request;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.JsonText;
import io.pgbaton.cli.service.Failover;
import io.pgbaton.cli.session.Session;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.RequestStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// Asks the failover service for something and follows it to its end, showing each step as it happens.
public final class Pursuit {

    private static final Duration SOON = Duration.ofMillis(150);
    private static final Duration LATER = Duration.ofSeconds(1);

    private final Session session;
    private final Failover failover;
    private final RequestOptions options;
    private final boolean partOfMore;

    public Pursuit(Session session, Failover failover, RequestOptions options) {
        this(session, failover, options, false);
    }

    private Pursuit(Session session, Failover failover, RequestOptions options, boolean partOfMore) {
        this.session = session;
        this.failover = failover;
        this.options = options;
        this.partOfMore = partOfMore;
    }

    /// With `--json` it prints nothing: the record of the whole command comes in the end.
    public static Pursuit asPartOfMore(Session session, Failover failover, RequestOptions options) {
        return new Pursuit(session, failover, options, true);
    }

    /// How it stood when it ended, or (state RUNNING) when patience did.
    public record Ended(RequestStatus status, Duration after) {

        public String lastStep() {
            return status.steps().isEmpty()
                    ? "no reason was given"
                    : status.steps().getLast().text();
        }

        public boolean isDone() {
            return status.state() == RequestStatus.State.DONE;
        }
    }

    public Ended follow(Errand errand) {
        long begin = System.nanoTime();
        Steps steps = new Steps(session, options.isJson());
        RequestId id = new RequestId(UUID.randomUUID().toString());
        session.detail("request " + id);
        RequestStatus status = failover.ask(
                errand.cluster(), new Failover.Ask(id, session.operator(), options.isDryRun(), errand.wish()));
        steps.show(status);
        if (status.state() == RequestStatus.State.RUNNING && !options.isDryRun()) {
            status = untilItEnds(
                    status, steps, begin + options.patience(errand.patience()).toNanos());
        }
        steps.end();
        if (options.isJson() && !partOfMore) {
            session.screen().out().println(JsonText.of(status));
        }
        return new Ended(status, Duration.ofNanos(System.nanoTime() - begin));
    }

    public boolean isDryRun() {
        return options.isDryRun();
    }

    /// The last line of a result for a person; `--json` has said it already.
    public void conclude(String line) {
        if (!options.isJson()) {
            session.screen().out().println(line);
        }
    }

    private RequestStatus untilItEnds(RequestStatus first, Steps steps, long deadline) {
        RequestStatus status = first;
        boolean reachable = true;
        long begin = System.nanoTime();
        while (status.state() == RequestStatus.State.RUNNING && System.nanoTime() < deadline) {
            pause(System.nanoTime() - begin < Duration.ofSeconds(15).toNanos() ? SOON : LATER);
            try {
                Optional<RequestStatus> now = failover.status(status.id());
                reachable = true;
                if (now.isPresent()) {
                    status = now.get();
                    steps.show(status);
                }
            } catch (CommandFailed e) {
                if (e.exitCode() != ExitCode.CONNECTION) {
                    throw e;
                }
                // The request is on the bus: a failover service that comes back goes on with it.
                if (reachable) {
                    session.progress("pgbaton: " + e.line() + " (still waiting)");
                }
                reachable = false;
            }
        }
        return status;
    }

    private static void pause(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(ExitCode.INTERNAL, "interrupted; the request goes on");
        }
    }
}
