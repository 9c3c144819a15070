package io.pgbaton.cli.request;

import io.pgbaton.cli.output.Amounts;
import io.pgbaton.cli.session.Session;
import io.pgbaton.contracts.RequestStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Shows each step of a request once, with its time and how long after the first it was, and how far a clone is.
final class Steps {

    private final Session session;
    private final boolean silent;
    private final CopyBar bar;
    private int shown;

    Steps(Session session, boolean silent) {
        this.session = session;
        this.silent = silent;
        this.bar = new CopyBar(session, silent);
    }

    void show(RequestStatus status) {
        List<RequestStatus.Step> steps = status.steps();
        if (shown < steps.size() || status.copying() == null) {
            bar.clear();
        }
        // A restarted service may know fewer steps than were shown already.
        while (shown < steps.size()) {
            RequestStatus.Step step = steps.get(shown);
            shown++;
            if (!silent) {
                session.result(line(step, steps.getFirst().at()));
            }
        }
        bar.show(status.copying());
    }

    /// Nothing is drawn after this.
    void end() {
        bar.clear();
    }

    private String line(RequestStatus.Step step, Instant first) {
        String after = "+"
                + Amounts.millis(Math.max(0, Duration.between(first, step.at()).toMillis()));
        return session.screen().times().clockMillis(step.at()) + " ".repeat(Math.max(1, 9 - after.length())) + after
                + "  " + step.text();
    }
}
