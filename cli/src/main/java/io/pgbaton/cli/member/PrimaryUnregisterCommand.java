package io.pgbaton.cli.member;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.NodeProfile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pgbaton primary unregister`.
@Command(
        name = "unregister",
        description = {
            "Takes a former primary out of the cluster for good. The primary in office is never taken out: make another node primary first, pgbaton standby switchover.",
            "Without --node-id it is the node of this host's agent.conf."
        },
        footer = {"", "Examples:", "  pgbaton primary unregister --cluster orders --node-id 1 --dry-run"})
public final class PrimaryUnregisterCommand implements Verb {

    private final Session session;

    @Mixin
    private Unregistering unregistering = new Unregistering();

    public PrimaryUnregisterCommand(Session session) {
        this.session = session;
    }

    @Override
    public ExitCode call() {
        return unregistering.run(session, NodeProfile.Kind.SERVER);
    }
}
