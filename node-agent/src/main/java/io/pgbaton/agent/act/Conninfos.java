package io.pgbaton.agent.act;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.config.Conninfo;
import io.pgbaton.agent.moves.SlotPlan;
import io.pgbaton.agent.observe.ChildNodes;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How this node reaches the others, and the settings that make its server stream from one of them.
final class Conninfos {

    private static final String APPLY_DELAY = "recovery_min_apply_delay";

    private final AgentConfig config;

    Conninfos(AgentConfig config) {
        this.config = config;
    }

    /// As the other node describes itself; empty for one the view does not know.
    Optional<Conninfo> of(ClusterView view, NodeId node) {
        return view.member(node)
                .map(member -> Conninfo.parse(member.profile().address().conninfo()))
                .map(this::withPassfile);
    }

    Conninfo known(ClusterView view, NodeId node) throws IOException {
        return of(view, node).orElseThrow(() -> new IOException("the view does not know node " + node));
    }

    /// For streaming: the replication user, and this node's name so that the upstream knows who is attached.
    Conninfo forStreaming(Conninfo upstream) {
        return withPassfile(upstream.without("dbname").without("password"))
                .with("user", config.server().replication().user())
                .with("application_name", config.node().name());
    }

    Map<String, String> following(Conninfo upstream) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("primary_conninfo", forStreaming(upstream).written());
        settings.put("primary_slot_name", config.server().replication().slots() ? slot() : "");
        return settings;
    }

    static Map<String, String> followingNobody() {
        return Map.of("primary_conninfo", "");
    }

    /// Under a name of its own, so that the upstream does not take the backup's log stream for an attached standby.
    Conninfo forBackup(Conninfo upstream) {
        return forStreaming(upstream).with("application_name", ChildNodes.BACKUP);
    }

    /// What every server beside an agent needs: no restart behind the agent's back (rule L5), new timelines
    /// followed, and a quick look for log that arrives in `pg_wal`.
    ///
    /// A receiver asks a silent upstream for a sign of life after half of `wal_receiver_timeout`. With the lease
    /// for it, an idle primary that lives has always been heard within the lease, so that "not heard" means
    /// something when a standby is asked for its promise (rule F3). PostgreSQL's own 60 s would let it mean
    /// nothing.
    Map<String, String> always() {
        return Map.of(
                "restart_after_crash", "off",
                "recovery_target_timeline", "latest",
                "wal_retrieve_retry_interval", "250ms",
                "wal_receiver_timeout", config.timing().lease().toMillis() + "ms");
    }

    /// For a server that streams. It keeps it over its own restarts.
    Map<String, String> delayed() {
        return config.server()
                .replication()
                .applyDelay()
                .map(delay -> Map.of(APPLY_DELAY, delay))
                .orElse(Map.of());
    }

    /// For data that were just copied: what came with them is applied at once, or the server would not stream before
    /// the delay is over. A delay of the server they came from is not this one's.
    static Map<String, String> undelayed() {
        return Map.of(APPLY_DELAY, "0");
    }

    String slot() {
        return SlotPlan.nameFor(config.node().id());
    }

    private Conninfo withPassfile(Conninfo conninfo) {
        return config.server()
                .replication()
                .passfile()
                .map(file -> conninfo.with("passfile", file.toString()))
                .orElse(conninfo);
    }
}
