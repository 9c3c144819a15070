package io.pgbaton.agent.act;

import io.pgbaton.agent.postgres.CommitsWait;
import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.contracts.ClusterPolicy;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Lsn;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes commits wait for whom the view says (rules F5, S3). A heartbeat that names a version says that its set of
/// standbys alone has to be asked: so the primary goes by it only when the set is in force in every process of the
/// server, and enough of it have all that was acknowledged before. A view without a word about it leaves the setting
/// to the operator.
final class CommitQuorum {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /// For the server's processes to heed a signal that they have got.
    private static final long HEEDED_NANOS = 200_000_000;

    private final Body body;
    private @Nullable Wanted inForce;
    private @Nullable Wanted configured;
    private @Nullable Long seenAt;
    private @Nullable Lsn end;

    CommitQuorum(Body body) {
        this.body = body;
    }

    private record Wanted(int required, List<String> names) {

        static Optional<Wanted> by(ClusterView view) {
            return view.policy().commitsWaitFor().map(synchronous -> of(synchronous, view));
        }

        private static Wanted of(ClusterPolicy.Synchronous synchronous, ClusterView view) {
            return new Wanted(
                    synchronous.required(),
                    synchronous.standbys().stream().map(view::nameOf).toList());
        }

        String setting() {
            return CommitsWait.setting(required, names);
        }
    }

    /// The primary's: empty when commits wait as the view says, else why not yet. To be called again then.
    Optional<String> lacking(ClusterView view) {
        Optional<Wanted> by = Wanted.by(view);
        if (by.isEmpty() || by.get().equals(inForce)) {
            return Optional.empty();
        }
        Wanted wanted = by.get();
        try {
            if (!wanted.equals(configured)) {
                configure(wanted);
            }
            Optional<String> lacking = look(wanted);
            if (lacking.isEmpty()) {
                inForce = wanted;
            }
            return lacking;
        } catch (SQLException | IOException e) {
            return Optional.of(Body.oneLine(e));
        }
    }

    private Optional<String> look(Wanted wanted) throws SQLException {
        CommitsWait found;
        try (Connection connection = body.postgres().connect(PATIENCE)) {
            found = CommitsWait.look(connection);
        }
        if (!found.setting().equals(wanted.setting())) {
            seenAt = null;
            configured = null;
            return Optional.of("the server has not read its configuration yet");
        }
        if (seenAt == null) {
            seenAt = System.nanoTime();
        }
        if (System.nanoTime() - seenAt < HEEDED_NANOS) {
            return Optional.of("its processes are about to heed the setting");
        }
        Optional<String> lacking = found.lacking(wanted.required(), wanted.names());
        if (lacking.isPresent()) {
            return lacking;
        }
        if (end == null) {
            end = found.end();
        }
        long have = found.have(end, wanted.names());
        return have >= wanted.required()
                ? Optional.empty()
                : Optional.of(have + " of " + wanted.setting() + " have the log up to " + end);
    }

    /// Before a promotion, and on a standby ahead of one: so that the first commit waits already.
    void prepare(ClusterView view) throws SQLException, IOException {
        Optional<Wanted> wanted = Wanted.by(view);
        inForce = null;
        if (wanted.isEmpty() || wanted.get().equals(configured)) {
            return;
        }
        configure(wanted.get());
    }

    /// The same, and waits until every new process of the server goes by it.
    void prepareNow(ClusterView view) throws SQLException, IOException {
        configured = null;
        prepare(view);
        Optional<Wanted> wanted = Wanted.by(view);
        if (wanted.isEmpty()) {
            return;
        }
        boolean read = false;
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!read && System.nanoTime() < until) {
            try (Connection connection = body.postgres().connect(PATIENCE)) {
                read = CommitsWait.setting(connection).equals(wanted.get().setting());
            }
            if (!read) {
                Pause.millis(5);
            }
        }
        if (!read) {
            throw new IOException("the server does not read synchronous_standby_names");
        }
    }

    private void configure(Wanted wanted) throws SQLException, IOException {
        configured = null;
        inForce = null;
        seenAt = null;
        end = null;
        body.postgres().configure(Map.of("synchronous_standby_names", wanted.setting()));
        configured = wanted;
    }
}
