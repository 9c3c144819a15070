package io.pgbaton.failover.decide;

import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.failover.evidence.Condition;
import io.pgbaton.failover.evidence.Heard;
import java.time.Duration;
import java.util.Optional;

/// Keeps every standby streaming from its upstream (rule F8): who is not, is told again, but not at heartbeat rate.
final class Courses {

    /// Long enough for an agent that follows the view by itself to be there first.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration FOLLOW_AGAIN = Duration.ofSeconds(5);
    private static final Duration REJOIN_AGAIN = Duration.ofSeconds(10);

    private Courses() {}

    enum Way {
        /// The server runs as a standby: point it at its upstream.
        FOLLOW,
        /// It does not, or was the primary: it may have to be rewound (rule R2).
        REJOIN
    }

    /// Nobody is told to run that an operator has stopped.
    static void direct(Situation situation, Draft draft, NodeId node, Way way) {
        if (situation.orders().resting().contains(node)) {
            return;
        }
        var cluster = situation.view().cluster();
        var term = situation.view().term();
        NodeId upstream = situation.upstreamOf(node);
        switch (way) {
            case FOLLOW -> {
                draft.mark(Mark.of(Mark.Kind.FOLLOW_SENT, node));
                draft.command(version -> new Decision.Follow(cluster, version, term, node, upstream));
            }
            case REJOIN -> {
                draft.mark(Mark.of(Mark.Kind.REJOIN_SENT, node));
                draft.command(version ->
                        new Decision.Rejoin(cluster, version, term, node, new Decision.Returning(upstream, true)));
            }
        }
    }

    static boolean needsRejoin(Condition condition) {
        return switch (condition) {
            case WRITABLE, DOWN -> true;
            case STREAMING, DETACHED, BUSY, EMPTY, WITNESS -> false;
        };
    }

    static void correct(Situation situation, Draft draft, NodeId node) {
        if (!situation.isHeard(node)) {
            return;
        }
        Heard heard = situation.of(node).heard().orElseThrow();
        if (heard.lasted(situation.moment()).compareTo(PATIENCE) < 0 || !situation.phaseLasted(PATIENCE)) {
            return;
        }
        wayBack(situation, heard)
                .filter(way -> situation.isDue(lastSent(way, node), again(way)))
                .ifPresent(way -> direct(situation, draft, node, way));
    }

    private static Optional<Way> wayBack(Situation situation, Heard heard) {
        return switch (heard.condition()) {
            case WRITABLE, DOWN -> Optional.of(Way.REJOIN);
            case DETACHED -> Optional.of(Way.FOLLOW);
            case STREAMING ->
                streamsElsewhere(situation, heard) || isUnderOlderTerm(situation, heard)
                        ? Optional.of(Way.FOLLOW)
                        : Optional.empty();
            case BUSY, EMPTY, WITNESS -> Optional.empty();
        };
    }

    private static boolean streamsElsewhere(Situation situation, Heard heard) {
        return heard.upstream()
                .filter(upstream ->
                        !upstream.equals(situation.upstreamOf(heard.heartbeat().node())))
                .isPresent();
    }

    private static boolean isUnderOlderTerm(Situation situation, Heard heard) {
        return situation.view().term().isAbove(heard.heartbeat().standing().term());
    }

    private static Mark lastSent(Way way, NodeId node) {
        return switch (way) {
            case FOLLOW -> Mark.of(Mark.Kind.FOLLOW_SENT, node);
            case REJOIN -> Mark.of(Mark.Kind.REJOIN_SENT, node);
        };
    }

    private static Duration again(Way way) {
        return switch (way) {
            case FOLLOW -> FOLLOW_AGAIN;
            case REJOIN -> REJOIN_AGAIN;
        };
    }
}
