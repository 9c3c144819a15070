package io.pgbaton.agent.http;

import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Term;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Patroni's health questions, answered from the last heartbeat: 200 or 503.
final class Health {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*([kMGT]?B)?");

    private Health() {}

    static boolean isPrimary(NodePage page) {
        Heartbeat heartbeat = page.heartbeat();
        boolean writable = heartbeat.servesAs(Role.PRIMARY);
        boolean chosen = page.view() == null
                || page.view().primary().isEmpty()
                || page.view().isPrimary(heartbeat.node());
        boolean fenced = heartbeat.standing().term().isAbove(Term.NONE)
                && heartbeat.releases(heartbeat.standing().term());
        // before pgbaton knows a primary nobody holds a lease
        boolean unregistered = page.view() == null || page.view().primary().isEmpty();
        return writable && chosen && !fenced && (unregistered || page.lease().held());
    }

    static boolean isReplica(NodePage page, String maximumLag) {
        Heartbeat heartbeat = page.heartbeat();
        if (!heartbeat.servesAs(Role.STANDBY)) {
            return false;
        }
        if (maximumLag.isEmpty()) {
            return true;
        }
        Heartbeat.Replication replication = heartbeat.server().replication();
        Long lag = replication == null ? null : replication.lagBytes();
        return lag != null && lag <= bytes(maximumLag);
    }

    static boolean isRunning(NodePage page) {
        return page.heartbeat().server().state() == ServerState.RUNNING;
    }

    /// `1048576`, `16MB`, `100kB`; something else allows no lag at all.
    static long bytes(String size) {
        Matcher matcher = SIZE.matcher(size.strip());
        if (!matcher.matches()) {
            return 0;
        }
        String unit = matcher.group(2) == null ? "B" : matcher.group(2).toUpperCase(Locale.ROOT);
        return Long.parseLong(matcher.group(1))
                * switch (unit.charAt(0)) {
                    case 'K' -> 1L << 10;
                    case 'M' -> 1L << 20;
                    case 'G' -> 1L << 30;
                    case 'T' -> 1L << 40;
                    default -> 1L;
                };
    }
}
