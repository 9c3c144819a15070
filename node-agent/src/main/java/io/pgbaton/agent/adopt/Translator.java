package io.pgbaton.agent.adopt;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.adopt.Survey;
import io.pgbaton.contracts.adopt.Survey.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Makes the settings of agent.conf from repmgr.conf, the node's row and the way its server was started.
public final class Translator {

    private static final String FILE = "repmgr.conf";
    private static final String NEEDS_SERVER = "a witness has no server here";

    /// Names that mean the same to both.
    private static final List<String> SAME = List.of(
            "node_id",
            "node_name",
            "data_directory",
            "replication_user",
            "passfile",
            "use_replication_slots",
            "pg_basebackup_options",
            "priority",
            "location",
            "failover_validation_command",
            "promote_check_timeout",
            "standby_follow_timeout",
            "node_rejoin_timeout",
            "shutdown_check_timeout",
            "replication_lag_warning",
            "replication_lag_critical",
            "archive_ready_warning",
            "archive_ready_critical",
            "log_level");

    private static final Set<String> OF_A_WITNESS = Set.of("node_id", "node_name", "location", "log_level");

    private final Facts facts;
    private final List<Setting> taken = new ArrayList<>();
    private final Set<String> used = new TreeSet<>(List.of("conninfo", "failover", "pg_bindir", "pg_ctl_options"));

    private Translator(Facts facts) {
        this.facts = facts;
    }

    public static Survey.Translation of(Facts facts) {
        return new Translator(facts).translation();
    }

    static boolean isYes(String value) {
        return value.toLowerCase(Locale.ROOT).matches("true|on|yes|1|t|y");
    }

    /// The standby that a node streams from; empty when that is the primary, or nobody.
    static Optional<NodeId> cascade(Survey.Registered self, List<Facts.Node> nodes) {
        return Optional.ofNullable(self.upstream())
                .filter(upstream -> self.type() == Survey.Kind.STANDBY)
                .filter(upstream -> nodes.stream()
                        .map(Facts.Node::registered)
                        .anyMatch(node -> node.id().equals(upstream) && node.type() == Survey.Kind.STANDBY));
    }

    private Survey.Translation translation() {
        boolean witness = facts.isWitness();
        SAME.stream().filter(name -> !witness || OF_A_WITNESS.contains(name)).forEach(this::same);
        if (witness) {
            take("witness", "on", "repmgr.nodes");
        } else {
            take("conninfo", facts.conf().conninfo().without("password").written(), FILE);
            // said in any case: where nothing is said, repmgr means manual and the agent automatic
            take("failover", facts.conf().get("failover").orElse("manual"), FILE);
            facts.self()
                    .flatMap(self -> cascade(self.registered(), facts.nodes()))
                    .ifPresent(upstream -> take("upstream_node_id", upstream.toString(), "repmgr.nodes"));
            programs();
        }
        return new Survey.Translation(taken, dropped());
    }

    private void same(String name) {
        used.add(name);
        facts.conf().get(name).ifPresent(value -> take(name, value, FILE));
    }

    private void take(String name, String value, String from) {
        taken.add(new Setting(name, value, from));
    }

    private void programs() {
        String program = facts.server().launch().program();
        int end = program.lastIndexOf('/');
        facts.conf().get("pg_bindir").ifPresentOrElse(folder -> take("pg_bindir", folder, FILE), () -> {
            if (end > 0) {
                take("pg_bindir", program.substring(0, end), "the server that runs");
            }
        });
        String written = facts.conf().get("pg_ctl_options").orElse("");
        // repmgr starts the server with these; what they say of options wins over how it was started
        String started = written.contains("-o ")
                ? ""
                : ServerOptions.written(facts.server().launch().options());
        String both = (written + " " + started).strip();
        if (!both.isEmpty()) {
            take("pg_ctl_options", both, started.isEmpty() ? FILE : "the server that runs");
        }
    }

    private List<Setting> dropped() {
        boolean witness = facts.isWitness();
        return facts.conf().settings().keySet().stream()
                .filter(name -> !used.contains(name) || (witness && !OF_A_WITNESS.contains(name)))
                .map(name -> new Setting(name, "", isOfServer(name) ? NEEDS_SERVER : Ending.of(name)))
                .toList();
    }

    private boolean isOfServer(String name) {
        return facts.isWitness() && (used.contains(name) || SAME.contains(name));
    }
}
