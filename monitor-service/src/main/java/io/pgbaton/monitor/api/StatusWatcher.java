package io.pgbaton.monitor.api;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.monitor.live.Moment;
import io.pgbaton.monitor.live.Watcher;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says a cluster's status when it changed, and its events. Positions and lags move all the time: they are said
/// with the next change, at the latest after two seconds when one cluster is watched, after five when all are.
final class StatusWatcher implements Watcher {

    private static final int BEATS_FOR_ONE = 8;
    private static final int BEATS_FOR_ALL = 20;

    private final Optional<ClusterId> only;
    private final Map<ClusterId, Said> said = new HashMap<>();

    StatusWatcher(Optional<ClusterId> only) {
        this.only = only;
    }

    private record Said(Essence essence, List<NodeStatus.Reported> reported, long beat) {}

    /// What a person would call a change.
    private record Essence(ClusterStatus.Health health, Term term, long view, List<String> issues, List<String> nodes) {

        static Essence of(ClusterStatus status) {
            return new Essence(
                    status.health(),
                    status.standing().term(),
                    status.standing().viewVersion(),
                    status.standing().issues(),
                    status.nodes().stream()
                            .map(node -> node.node() + " " + node.role() + " " + node.status() + " "
                                    + node.reported().lease())
                            .toList());
        }
    }

    @Override
    public List<Message> look(Moment moment) {
        List<Message> news = new ArrayList<>();
        moment.events().stream()
                .filter(event -> only.map(event.cluster()::equals).orElse(true))
                .forEach(event -> news.add(new Message("event", json(event))));
        only.map(List::of).orElseGet(moment::clusters).stream()
                .flatMap(cluster -> moment.status(cluster).stream())
                .filter(status -> isNews(status, moment.number()))
                .forEach(status -> news.add(new Message("cluster", json(status))));
        return news;
    }

    private boolean isNews(ClusterStatus status, long beat) {
        Essence essence = Essence.of(status);
        List<NodeStatus.Reported> reported =
                status.nodes().stream().map(StatusWatcher::ageless).toList();
        Said before = said.get(status.cluster());
        int patience = only.isPresent() ? BEATS_FOR_ONE : BEATS_FOR_ALL;
        boolean news = before == null
                || !before.essence().equals(essence)
                || (beat - before.beat() >= patience && !before.reported().equals(reported));
        if (news) {
            said.put(status.cluster(), new Said(essence, reported, beat));
        }
        return news;
    }

    private static NodeStatus.Reported ageless(NodeStatus node) {
        NodeStatus.Reported reported = node.reported();
        return new NodeStatus.Reported(0, reported.state(), reported.role(), reported.lease(), reported.position());
    }

    private static String json(Object value) {
        return new String(Wire.write(value), StandardCharsets.UTF_8);
    }
}
