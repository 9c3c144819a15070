package io.pgbaton.agent.adopt;

import io.pgbaton.contracts.adopt.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What has to be, or should be, mended before a node is taken over; what matters most comes first. Same facts, same
/// findings.
public final class Assessment {

    private Assessment() {}

    public static List<Finding> of(Facts facts) {
        List<Finding> findings = new ArrayList<>(new ClusterRules(facts).all());
        if (!facts.isWitness()) {
            findings.addAll(new ServerRules(facts).all());
            findings.addAll(new AccessRules(facts).all());
        }
        // stable: within a level they stay as they were looked at
        findings.sort(Comparator.comparing(Finding::level));
        return List.copyOf(findings);
    }
}
