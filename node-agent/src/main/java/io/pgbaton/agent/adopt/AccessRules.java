package io.pgbaton.agent.adopt;

import static io.pgbaton.contracts.adopt.Finding.Level.MUST;
import static io.pgbaton.contracts.adopt.Finding.fine;

import io.pgbaton.agent.config.Conninfo;
import io.pgbaton.contracts.adopt.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What the role of `conninfo` may do, and whether it gets in.
final class AccessRules {

    private final Facts facts;
    private final Facts.Access access;

    AccessRules(Facts facts) {
        this.facts = facts;
        this.access = facts.access();
    }

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        rights(findings);
        String refused = access.replicationProblem();
        if (refused != null) {
            String user = facts.conf().get("replication_user").orElse(access.role());
            findings.add(new Finding(
                    MUST,
                    "replication connection",
                    "refused",
                    "standbys stream as " + user + ": " + refused,
                    "host replication " + user + " ADDRESSES scram-sha-256 in pg_hba.conf, and a reload",
                    false));
        }
        password(findings);
        host(findings);
        return findings;
    }

    private void rights(List<Finding> findings) {
        if (access.superuser()) {
            findings.add(fine("role " + access.role(), "superuser", "may do all that the agent has to"));
            return;
        }
        access.lacking().stream()
                .sorted(Comparator.naturalOrder())
                .map(right -> right.lackedBy(access.role(), facts.server().version()))
                .forEach(findings::add);
        if (access.lacking().isEmpty()) {
            findings.add(fine("role " + access.role(), "no superuser", "has every right that the agent needs"));
        }
    }

    private void password(List<Finding> findings) {
        if (!access.passwordWritten()) {
            return;
        }
        String refused = access.passfileProblem();
        findings.add(
                refused == null
                        ? fine(
                                "password in conninfo",
                                "left out",
                                "agent.conf is without it: the passfile has it, or it is not asked for")
                        : new Finding(
                                MUST,
                                "password in conninfo",
                                "in no passfile",
                                "agent.conf holds no password, and without it: " + refused,
                                "*:*:*:" + access.role()
                                        + ":PASSWORD in ~/.pgpass (mode 0600) of the server's user, on every node",
                                false));
    }

    private void host(List<Finding> findings) {
        Conninfo conninfo = facts.conf().conninfo();
        String host = conninfo.get("hostaddr").or(() -> conninfo.get("host")).orElse("");
        if (facts.nodes().size() > 1 && (host.isEmpty() || host.startsWith("/") || host.startsWith("@"))) {
            findings.add(new Finding(
                    MUST,
                    "conninfo",
                    host.isEmpty() ? "has no host" : "host=" + host,
                    "every other node reaches this server by it",
                    "host=ADDRESS in conninfo of repmgr.conf, and register again",
                    false));
        }
    }
}
