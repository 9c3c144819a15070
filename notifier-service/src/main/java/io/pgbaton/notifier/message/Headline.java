package io.pgbaton.notifier.message;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Severity;
import io.pgbaton.contracts.Term;
import java.util.Locale;

/// One line that can be read on a locked phone: which cluster, what, and the words of the event itself.
public record Headline(String text) {

    private static final int LONGEST = 110;

    public static Headline of(ClusterEvent event) {
        String cluster = "[" + event.cluster().name() + "] ";
        Term term = event.subject().term();
        String underTerm = term.isAbove(Term.NONE) ? " (term " + term + ")" : "";
        int room = LONGEST - cluster.length() - underTerm.length();
        return new Headline(cluster + shortened(label(event) + ": " + words(event), room) + underTerm);
    }

    /// Loud kinds in capitals, and short; the others in their own name.
    private static String label(ClusterEvent event) {
        String label = event.knownKind()
                .map(Headline::labelOf)
                .orElseGet(() -> event.subject().kind().replace('_', ' '));
        if (!event.outcome().successful()) {
            return label + " FAILED";
        }
        boolean loud = event.outcome().severity().compareTo(Severity.ERROR) >= 0;
        return loud ? label.toUpperCase(Locale.ROOT) : label;
    }

    private static String labelOf(EventKind kind) {
        return switch (kind) {
            case FAILOVER_PROMOTE -> "failover";
            case FAILOVER_STARTED -> "primary lost";
            case FAILOVER_REFUSED -> "no failover";
            case FAILOVER_HALTED -> "needs a person";
            case STANDBY_SWITCHOVER -> "switchover";
            case STANDBY_PROMOTE -> "new primary";
            case DELIVERY_EXHAUSTED -> "not notified";
            case PRIMARY_REGISTER,
                    STANDBY_REGISTER,
                    STANDBY_UNREGISTER,
                    WITNESS_REGISTER,
                    WITNESS_UNREGISTER,
                    NODE_SERVICE,
                    SWITCHOVER_PLANNED,
                    REQUEST_STEP,
                    STANDBY_CLONE,
                    STANDBY_FOLLOW,
                    NODE_REJOIN,
                    NODE_FENCED,
                    FAILOVER_FOLLOW,
                    FAILOVER_ABORTED,
                    FAILOVER_PAUSED,
                    FAILOVER_RESUMED,
                    FAILOVER_ACKNOWLEDGED,
                    CLUSTER_CLEANUP,
                    SYNCHRONOUS_CHANGED,
                    SYNCHRONOUS_DEGRADED,
                    DECISION_EXPLAINED,
                    PROMOTE_ERROR,
                    PRIMARY_AGENT_UNREACHABLE,
                    SERVER_DOWN,
                    SERVER_UP,
                    SERVER_DEGRADED,
                    SERVER_RESTORED,
                    STANDBY_FAILURE,
                    STANDBY_RECOVERY,
                    CHILD_NODE_DISCONNECT,
                    CHILD_NODE_RECONNECT,
                    CHILD_NODE_NEW_CONNECT,
                    AGENT_START,
                    AGENT_SHUTDOWN,
                    AGENT_REFUSED,
                    REQUEST_ACCEPTED,
                    REQUEST_REFUSED,
                    REQUEST_FAILED -> kind.wireName().replace('_', ' ');
        };
    }

    /// The event's own sentence, or what its kind means when it has none. Line ends would end a mail's header.
    private static String words(ClusterEvent event) {
        String details =
                event.outcome().details().replaceAll("\\p{Cntrl}+", " ").strip();
        if (!details.isEmpty()) {
            return details;
        }
        return event.knownKind().map(EventKind::meaning).orElse("something happened");
    }

    private static String shortened(String text, int room) {
        if (text.length() <= room) {
            return text;
        }
        int space = text.lastIndexOf(' ', room - 1);
        int end = space > room / 2 ? space : room - 1;
        // never half of a character that takes two
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
