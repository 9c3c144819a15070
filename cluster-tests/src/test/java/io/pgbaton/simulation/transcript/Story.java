package io.pgbaton.simulation.transcript;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.simulation.SimulatedCluster;
import io.pgbaton.simulation.bus.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Collects what a cluster does, in order: views, events, the agents' steps. What differs from seed to seed, as
/// positions and times do, is left out.
final class Story {

    private static final Pattern LSN = Pattern.compile("\\b[0-9A-F]+/[0-9A-F]{3,}\\b");
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    private static final Pattern AGO = Pattern.compile("\\b\\d+ s ago");
    private static final Pattern MILLIS = Pattern.compile(" \\(\\d+ ms\\)");
    private static final Pattern MUCH = Pattern.compile("behind by (\\d+)\\d{6} bytes");
    private static final Pattern LITTLE = Pattern.compile("behind by \\d{1,6} bytes");

    private final SimulatedCluster cluster;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, String> last = new HashMap<>();
    private int decisionsTo;
    private int eventsTo;
    private String phase = "Unregistered";

    Story(SimulatedCluster cluster) {
        this.cluster = cluster;
        cluster.invariants().ambush(this::step);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /// Whether the last line says that an agent did this.
    boolean tells(String what) {
        return !lines.isEmpty() && lines.getLast().endsWith(what);
    }

    /// What came before it is of no interest.
    void forget() {
        catchUp();
        lines.clear();
    }

    void command(String said) {
        lines.add("> " + said);
        last.clear();
    }

    /// What was stored since.
    void catchUp() {
        Topic.Batch<Decision> decisions = cluster.bus().decisions().from(decisionsTo, Integer.MAX_VALUE);
        decisionsTo = decisions.next();
        for (Decision decision : decisions.records()) {
            if (decision instanceof Decision.ViewChanged changed) {
                tell(changed);
            }
        }
        Topic.Batch<ClusterEvent> events = cluster.bus().events().from(eventsTo, Integer.MAX_VALUE);
        eventsTo = events.next();
        events.records().forEach(this::tell);
    }

    private void tell(Decision.ViewChanged changed) {
        String next = Words.of(changed.view());
        String change = next.equals(phase) ? next : phase + " -> " + next;
        phase = next;
        add("failover", change + "  " + changed.reason() + ": " + changed.explanation());
    }

    private void tell(ClusterEvent event) {
        NodeId about = event.subject().node();
        String reason = event.outcome().data().get("reason");
        add(
                "event",
                event.subject().kind() + (about == null ? "" : " n" + about) + "  "
                        + (reason == null ? "" : reason + ": ")
                        + event.outcome().details());
    }

    private void step(NodeId node, Object step) {
        catchUp();
        Words.of(step).ifPresent(words -> add("agent n" + node, words));
    }

    /// Not what the same one has just said: an election asks each second.
    private void add(String who, String what) {
        String said = steady(what);
        if (!said.equals(last.put(who, said))) {
            lines.add(String.format("%-9s %s", who, said));
        }
    }

    private static String steady(String said) {
        String without =
                INSTANT.matcher(LSN.matcher(said).replaceAll("at its end")).replaceAll("then");
        String untimed = MILLIS.matcher(without).replaceAll("");
        String rounded = MUCH.matcher(untimed).replaceAll("behind by $1 MB");
        return LITTLE.matcher(AGO.matcher(rounded).replaceAll("some seconds ago"))
                .replaceAll("behind by a little");
    }
}
