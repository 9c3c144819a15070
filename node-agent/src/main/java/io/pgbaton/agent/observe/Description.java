package io.pgbaton.agent.observe;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.contracts.NodeDescribed;
import io.pgbaton.contracts.NodeProfile;

/// Says who this node is, from its configuration. The password stays here.
final class Description {

    private static final String VERSION = version();

    private final AgentConfig config;
    private final String boot;
    private final Heart.Beside beside;

    Description(AgentConfig config, String boot, Heart.Beside beside) {
        this.config = config;
        this.boot = boot;
        this.beside = beside;
    }

    NodeDescribed of(Observation seen) {
        AgentConfig.Node node = config.node();
        Integer postgres =
                seen.status() == null ? null : Integer.valueOf(seen.status().version());
        NodeProfile profile = new NodeProfile(
                node.name(),
                node.witness() ? NodeProfile.Kind.WITNESS : NodeProfile.Kind.SERVER,
                new NodeProfile.Election(
                        node.election().priority(),
                        node.election().location(),
                        node.election().automatic()),
                new NodeProfile.Address(
                        node.conninfo().without("password").written(),
                        config.bus().advertisedUrl()),
                new NodeProfile.Software(VERSION, postgres),
                node.upstream().orElse(null));
        return new NodeDescribed(node.cluster(), node.id(), boot, profile, beside.readiness(), beside.pooler());
    }

    private static String version() {
        String version = Description.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
