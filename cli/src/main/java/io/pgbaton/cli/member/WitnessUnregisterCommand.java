package io.pgbaton.cli.member;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.NodeProfile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pgbaton witness unregister`.
@Command(
        name = "unregister",
        description = {
            "Takes a witness out of the cluster for good. It comes in again by pgbaton witness register.",
            "Without --node-id it is the node of this host's agent.conf."
        },
        footer = {"", "Examples:", "  pgbaton witness unregister --cluster orders --node-id 9"})
public final class WitnessUnregisterCommand implements Verb {

    private final Session session;

    @Mixin
    private Unregistering unregistering = new Unregistering();

    public WitnessUnregisterCommand(Session session) {
        this.session = session;
    }

    @Override
    public ExitCode call() {
        return unregistering.run(session, NodeProfile.Kind.WITNESS);
    }
}
