package io.pgbaton.agent.adopt;

import static io.pgbaton.contracts.adopt.Finding.Level.MUST;
import static io.pgbaton.contracts.adopt.Finding.Level.SHOULD;
import static io.pgbaton.contracts.adopt.Finding.fine;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.adopt.Finding;
import io.pgbaton.contracts.adopt.Survey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What repmgr has registered, against what is really there. Only a cluster that is well is taken over.
final class ClusterRules {

    private final Facts facts;
    private final List<Finding> findings = new ArrayList<>();

    ClusterRules(Facts facts) {
        this.facts = facts;
    }

    List<Finding> all() {
        registration();
        primaries();
        facts.nodes().forEach(this::node);
        stream();
        election();
        return findings;
    }

    private void registration() {
        if (facts.self().isPresent()) {
            return;
        }
        must(
                "repmgr.nodes",
                "no node " + facts.conf().nodeId(),
                "only what repmgr has registered is taken over",
                "repmgr -f " + facts.conf().file() + " standby register");
    }

    private void primaries() {
        List<String> names = facts.nodes().stream()
                .map(Facts.Node::registered)
                .filter(node -> node.active() && node.type() == Survey.Kind.PRIMARY)
                .map(Survey.Registered::name)
                .toList();
        if (names.size() != 1) {
            must(
                    "primary in repmgr.nodes",
                    names.isEmpty() ? "none" : String.join(", ", names),
                    "a cluster is taken over under its one primary",
                    "repmgr primary register -F on the node that is primary");
        }
    }

    private void node(Facts.Node node) {
        Survey.Registered registered = node.registered();
        String what = "node " + registered.id() + " (" + registered.name() + ")";
        Survey.Found found = registered.found();
        if (!registered.active()) {
            should(what, "inactive", "it is left out", "bring it back with repmgr, or repmgr standby unregister");
        } else if (found == null) {
            must(
                    what,
                    "not reached",
                    "its conninfo in repmgr.nodes leads nowhere from here: " + node.problem(),
                    "start it, mend its conninfo or pg_hba.conf, or unregister it");
        } else if (found.as() != actual(registered.type())) {
            must(
                    what,
                    "registered as " + word(registered.type()) + ", runs as " + word(found.as()),
                    "two servers may take writes, or nobody knows which is the primary",
                    "put it right with repmgr first");
        } else {
            well(registered, found, what);
        }
    }

    /// A witness has a server of its own, which is writable.
    private static Survey.Kind actual(Survey.Kind registered) {
        return registered == Survey.Kind.WITNESS ? Survey.Kind.PRIMARY : registered;
    }

    private void well(Survey.Registered registered, Survey.Found found, String what) {
        String daemon = ", repmgrd " + found.repmgrd();
        findings.add(
                registered.hasServer()
                        ? Finding.fine(what, word(registered.type()) + daemon, "registered so, and running so")
                        : Finding.fine(
                                what,
                                "witness" + daemon,
                                "becomes a witness without a server: its database is needed no more"));
    }

    private void stream() {
        Facts.Server server = facts.server();
        if (!facts.isWitness() && server.standby() && !server.streams().receives()) {
            must(
                    "pg_stat_wal_receiver",
                    "not streaming",
                    "this standby gets nothing from its upstream",
                    "repmgr standby follow, or look into the server's log");
        }
        facts.self()
                .map(Facts.Node::registered)
                .flatMap(this::cascade)
                .ifPresent(upstream -> findings.add(
                        Finding.fine("upstream_node_id", upstream.toString(), "the cascade is kept, in agent.conf")));
    }

    private Optional<NodeId> cascade(Survey.Registered self) {
        return Translator.cascade(self, facts.nodes());
    }

    private void election() {
        if (facts.isWitness()) {
            return;
        }
        String failover = facts.conf().get("failover").orElse("");
        if (failover.isEmpty()) {
            should(
                    "failover",
                    "not set",
                    "that is manual, as repmgr has it: this node will never be promoted by itself",
                    "failover=automatic in repmgr.conf");
        } else if (failover.equals("manual")) {
            findings.add(fine("failover", failover, "is kept: this node is never promoted by itself"));
        }
        facts.self().ifPresent(this::differences);
    }

    private void differences(Facts.Node self) {
        differs("priority", Integer.toString(self.priority()), "100");
        differs("location", self.location(), "default");
    }

    private void differs(String name, String registered, String usual) {
        String written = facts.conf().get(name).orElse(usual);
        if (!written.equals(registered)) {
            should(
                    name,
                    written,
                    "repmgr.nodes says " + registered + ": what the file says is taken over",
                    name + "='" + registered + "' in repmgr.conf, when that is meant");
        }
    }

    private static String word(Survey.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private void must(String what, String value, String why, String change) {
        findings.add(new Finding(MUST, what, value, why, change, false));
    }

    private void should(String what, String value, String why, String change) {
        findings.add(new Finding(SHOULD, what, value, why, change, false));
    }
}
