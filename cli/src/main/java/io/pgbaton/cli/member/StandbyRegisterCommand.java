package io.pgbaton.cli.member;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pgbaton standby register`.
@Command(
        name = "register",
        description = {
            "Lets a standby be a member again that was taken out. One that never was joins by itself when its agent runs and its server streams.",
            "Without --node-id it is the node of this host's agent.conf."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton standby register -f /etc/pgbaton/agent.conf",
            "  pgbaton standby register --cluster orders --node-id 3 --dry-run"
        })
public final class StandbyRegisterCommand implements Verb {

    private final Session session;

    @Mixin
    private Registering registering = new Registering();

    public StandbyRegisterCommand(Session session) {
        this.session = session;
    }

    @Override
    public ExitCode call() {
        return registering.run(session);
    }
}
