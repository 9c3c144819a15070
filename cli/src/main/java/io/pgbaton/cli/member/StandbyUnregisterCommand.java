package io.pgbaton.cli.member;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.NodeProfile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pgbaton standby unregister`.
@Command(
        name = "unregister",
        description = {
            "Takes a standby out of the cluster for good: nothing is decided about it any more. Its server runs on and streams on; stop it yourself. It comes in again by pgbaton standby register.",
            "Without --node-id it is the node of this host's agent.conf."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton standby unregister --cluster orders --node-id 3 --dry-run",
            "  pgbaton standby unregister --cluster orders --node-id 3"
        })
public final class StandbyUnregisterCommand implements Verb {

    private final Session session;

    @Mixin
    private Unregistering unregistering = new Unregistering();

    public StandbyUnregisterCommand(Session session) {
        this.session = session;
    }

    @Override
    public ExitCode call() {
        return unregistering.run(session, NodeProfile.Kind.SERVER);
    }
}
