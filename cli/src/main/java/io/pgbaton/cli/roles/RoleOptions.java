package io.pgbaton.cli.roles;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.JsonText;
import io.pgbaton.cli.request.RequestOptions;
import io.pgbaton.cli.session.AgentConf;
import io.pgbaton.cli.session.Session;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--create-roles`, and as whom.
public final class RoleOptions {

    @Option(
            names = "--create-roles",
            description = "make the roles of this host's agent.conf on its server, with the rights an agent needs and "
                    + "no others, and end: do that before the agents are started. With --dry-run, print the SQL")
    private boolean createRoles;

    @Option(
            names = {"-S", "--superuser"},
            paramLabel = "USER",
            description = "make them as this superuser (default: named as you are), by the local socket")
    private @Nullable String superuser;

    @Option(
            names = "--superuser-conninfo",
            paramLabel = "CONNINFO",
            description = "make them over this connection instead; without a password, which psql finds in a passfile")
    private @Nullable String conninfo;

    public boolean isAsked() {
        if (!createRoles && (superuser != null || conninfo != null)) {
            throw CommandFailed.badConfig("--superuser and --superuser-conninfo go with --create-roles: nothing else"
                    + " connects to a server");
        }
        return createRoles;
    }

    /// `sql` is what `psql` gets, and got unless it was a dry run.
    record Created(String login, String replication, String database, String sql, boolean dryRun) {}

    public ExitCode create(Session session, RequestOptions options) {
        AgentConf conf = session.requiredAgentConf();
        AgentRoles roles = AgentRoles.of(conf);
        String script = new RoleScript(roles).sql();
        Created record = new Created(roles.login(), roles.replication(), roles.database(), script, options.isDryRun());
        if (options.isDryRun()) {
            session.screen().out().print(options.isJson() ? JsonText.of(record) + "\n" : script);
            return ExitCode.SUCCESS;
        }
        String program = conf.setting("pg_bindir")
                .map(folder -> Path.of(folder).resolve("psql").toString())
                .orElse("psql");
        new Psql(program, conninfo == null ? roles.localConninfo(Optional.ofNullable(superuser)) : conninfo)
                .run(script);
        if (options.isJson()) {
            session.screen().out().println(JsonText.of(record));
            return ExitCode.SUCCESS;
        }
        String both = roles.login().equals(roles.replication()) ? "" : " and " + roles.replication();
        session.screen()
                .out()
                .println("done: " + roles.login() + both + " may do what an agent needs in " + roles.database()
                        + ". Give it a password (\\password in psql) and every node a passfile, then start the agent");
        return ExitCode.SUCCESS;
    }
}
