package io.pgbaton.agent.http;

import io.pgbaton.agent.config.Conninfo;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `/patroni` and `/cluster` in Patroni's own JSON, for tools that read it.
final class PatroniPages {

    private PatroniPages() {}

    static Map<String, Object> patroni(NodePage page) {
        Heartbeat.Server server = page.heartbeat().server();
        NodeProfile profile = page.described().profile();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("state", server.state().name().toLowerCase(Locale.ROOT));
        json.put("role", server.role() == Role.PRIMARY ? "primary" : "replica");
        if (profile.software().postgres() != null) {
            json.put("server_version", profile.software().postgres());
        }
        if (server.wal() != null) {
            json.put("timeline", server.wal().timeline());
            json.put("xlog", xlog(server.wal()));
        }
        if (server.replication() != null && !server.replication().attached().isEmpty()) {
            json.put(
                    "replication",
                    server.replication().attached().stream()
                            .map(PatroniPages::attached)
                            .toList());
        }
        if (server.systemId() != null) {
            json.put("database_system_identifier", server.systemId());
        }
        json.put(
                "patroni",
                Map.of(
                        "version", profile.software().agent(),
                        "scope", page.heartbeat().cluster(),
                        "name", profile.name()));
        return json;
    }

    private static Map<String, Object> xlog(Heartbeat.Wal wal) {
        Map<String, Object> xlog = new LinkedHashMap<>();
        if (wal.written() != null) {
            xlog.put("location", wal.written().bytes());
        }
        if (wal.received() != null) {
            xlog.put("received_location", wal.received().bytes());
        }
        if (wal.replayed() != null) {
            xlog.put("replayed_location", wal.replayed().bytes());
        }
        return xlog;
    }

    private static Map<String, String> attached(String nameAndState) {
        int colon = nameAndState.lastIndexOf(':');
        return Map.of("application_name", nameAndState.substring(0, colon), "state", nameAndState.substring(colon + 1));
    }

    static Map<String, Object> cluster(NodePage page) {
        ClusterView view = page.view();
        List<Map<String, Object>> members = view == null
                ? List.of()
                : view.members().stream().map(member -> member(view, member)).toList();
        return Map.of("scope", page.heartbeat().cluster(), "members", members);
    }

    private static Map<String, Object> member(ClusterView view, ClusterView.Member member) {
        Conninfo conninfo = Conninfo.parse(member.profile().address().conninfo());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", member.profile().name());
        json.put("role", view.isPrimary(member.node()) ? "leader" : "replica");
        json.put("api_url", member.profile().address().url() + "/patroni");
        json.put("host", conninfo.host());
        json.put("port", conninfo.port());
        return json;
    }
}
