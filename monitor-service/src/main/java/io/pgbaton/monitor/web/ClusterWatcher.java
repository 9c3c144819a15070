package io.pgbaton.monitor.web;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.monitor.fleet.ClusterNow;
import io.pgbaton.monitor.live.Moment;
import io.pgbaton.monitor.live.Watcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Keeps an open page of one cluster right: what changed of its standing, tree and events, and a point a second for
/// the chart.
final class ClusterWatcher implements Watcher {

    private static final int LOOK_BEATS = 2;
    private static final int CHART_BEATS = 4;

    private final ClusterId cluster;
    private final String run;
    private final Map<String, String> said = new HashMap<>();

    ClusterWatcher(ClusterId cluster, String run) {
        this.cluster = cluster;
        this.run = run;
    }

    @Override
    public List<Message> look(Moment moment) {
        List<Message> news = new ArrayList<>();
        boolean first = said.isEmpty();
        boolean happened =
                moment.events().stream().anyMatch(event -> event.cluster().equals(cluster));
        if (first || happened || moment.number() % LOOK_BEATS == 0) {
            addNew("run", run, news);
            moment.now(cluster).ifPresent(now -> moment.status(cluster).ifPresent(status -> show(now, status, news)));
        }
        if (moment.number() % CHART_BEATS == 0) {
            moment.now(cluster).ifPresent(now -> news.add(new Message("lag", lag(now))));
        }
        return news;
    }

    private void show(ClusterNow now, ClusterStatus status, List<Message> news) {
        addNew("standing", Pages.standing(ClusterPage.standing(status)).render(), news);
        addNew("topology", Pages.topology(TopologyNode.tree(status)).render(), news);
        // the page itself keeps "a minute ago" right: only another list is news
        String ids = now.picture().recent().stream().map(event -> event.id()).collect(Collectors.joining(" "));
        if (!ids.equals(said.put("event ids", ids))) {
            news.add(new Message("events", Pages.events(ClusterPage.events(now)).render()));
        }
    }

    private void addNew(String name, String data, List<Message> news) {
        if (!data.equals(said.put(name, data))) {
            news.add(new Message(name, data));
        }
    }

    /// `{"at":1700000000.25,"lag":{"2":0}}`: numbers only, nothing to escape.
    private static String lag(ClusterNow now) {
        String lags = now.nodes().stream()
                .filter(node -> now.isFresh(node))
                .map(node -> {
                    OptionalLong bytes = now.lagBytes(node);
                    return bytes.isPresent() ? "\"%s\":%d".formatted(node, bytes.getAsLong()) : "";
                })
                .filter(entry -> !entry.isEmpty())
                .collect(Collectors.joining(","));
        return "{\"at\":%d,\"lag\":{%s}}".formatted(now.asOf().getEpochSecond(), lags);
    }
}
