package io.pgbaton.agent.observe;

import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.ServerState;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what changed from look to look into events. Used by one thread.
public final class Teller {

    private static final Logger LOG = LoggerFactory.getLogger(Teller.class);

    private final Events events;
    private final Troubles troubles;
    private final ChildNodes children = new ChildNodes();
    private ServerState told = ServerState.NO_DATA;
    private @Nullable Reason trouble;

    public Teller(Events events, Troubles troubles) {
        this.events = events;
        this.troubles = troubles;
    }

    void tell(Observation seen, long nowMillis) {
        Optional<Trouble> found = troubles.behind(seen, nowMillis);
        ServerState state = seen.state();
        boolean wasUp = told == ServerState.RUNNING;
        if (state == ServerState.RUNNING && !wasUp) {
            events.announce(EventKind.SERVER_UP, Events.Said.well("the server runs as " + seen.role()));
        } else if (wasUp && (state == ServerState.CRASHED || state == ServerState.HUNG)) {
            tellDown(state, found);
        }
        told = state;
        tellTrouble(state, found);
        children.compare(seen).forEach(child -> events.announce(child.kind(), Events.Said.well(child.details())));
    }

    private void tellDown(ServerState state, Optional<Trouble> found) {
        String words = state.name().toLowerCase(Locale.ROOT);
        events.announce(
                EventKind.SERVER_DOWN,
                new Events.Said(
                        false,
                        "the server is " + words
                                + found.map(why -> ": " + why.details()).orElse(""),
                        found.map(why -> Map.of(
                                        "state",
                                        state.name(),
                                        "reason",
                                        why.reason().name()))
                                .orElse(Map.of("state", state.name()))));
    }

    /// A server that is down has its own event; what only degrades it is told when it begins and when it ends.
    private void tellTrouble(ServerState state, Optional<Trouble> found) {
        boolean degrades = state == ServerState.RUNNING || state == ServerState.STARTING;
        Trouble now = degrades ? found.orElse(null) : null;
        Reason before = trouble;
        trouble = now == null ? null : now.reason();
        if (now != null && now.reason() != before) {
            LOG.warn("{}: {}", now.reason(), now.details());
            events.announce(
                    EventKind.SERVER_DEGRADED,
                    Events.Said.well(
                            now.details(), Map.of("reason", now.reason().name())));
        } else if (now == null && before != null && degrades) {
            events.announce(
                    EventKind.SERVER_RESTORED,
                    Events.Said.well("no longer: " + before.meaning(), Map.of("reason", before.name())));
        }
    }
}
