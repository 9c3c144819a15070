package io.pgbaton.cli.member;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pgbaton witness register`.
@Command(
        name = "register",
        description = {
            "Lets a witness be a member again that was taken out. One that never was joins by itself when its agent runs.",
            "Without --node-id it is the node of this host's agent.conf."
        },
        footer = {"", "Examples:", "  pgbaton witness register -f /etc/pgbaton/agent.conf"})
public final class WitnessRegisterCommand implements Verb {

    private final Session session;

    @Mixin
    private Registering registering = new Registering();

    public WitnessRegisterCommand(Session session) {
        this.session = session;
    }

    @Override
    public ExitCode call() {
        return registering.run(session);
    }
}
