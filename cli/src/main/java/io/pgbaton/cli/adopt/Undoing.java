package io.pgbaton.cli.adopt;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.JsonText;
import io.pgbaton.cli.request.RequestOptions;
import io.pgbaton.cli.service.Agent;
import io.pgbaton.cli.session.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Takes agent.conf away again. Once the agent has run, more than that file is pgbaton's.
final class Undoing {

    private final Session session;
    private final Site site;
    private final RequestOptions options;
    private final boolean force;

    Undoing(Session session, Site site, RequestOptions options, boolean force) {
        this.session = session;
        this.site = site;
        this.options = options;
        this.force = force;
    }

    ExitCode call() {
        ConfLines agent = site.agent();
        if (!Files.exists(agent.file())) {
            say("there is no " + agent.file() + ": nothing to undo, repmgr is as it was", false);
            return ExitCode.SUCCESS;
        }
        if (!agent.isAdopted() && !force) {
            throw CommandFailed.badConfig(agent.file() + " was not made by adopt: remove it yourself, or give --force");
        }
        refuseAfterStart(agent);
        if (options.isDryRun()) {
            say(agent.file() + " would be removed; dry run: nothing was changed", false);
            return ExitCode.SUCCESS;
        }
        new AgentConfFile(agent.file()).remove();
        say(agent.file() + " is removed. repmgr manages this node: start repmgrd again where it was stopped", true);
        return ExitCode.SUCCESS;
    }

    private void refuseAfterStart(ConfLines agent) {
        String listen = agent.get("http_listen").orElse("127.0.0.1:8008");
        String back = ": the way back is in docs/migrating-from-repmgr.md, \"Going back\"";
        if (Agent.answersAt("http://" + listen)) {
            throw CommandFailed.badConfig("the agent of this node runs and answers at " + listen + back);
        }
        Path state = Path.of(agent.get("state_directory")
                .orElse("/var/lib/pgbaton/" + agent.get("cluster").orElse("") + "-"
                        + agent.get("node_id").orElse("")));
        if (Files.exists(state.resolve("standing"))) {
            throw CommandFailed.badConfig("this node has been taken over: " + state + " holds what it promised" + back);
        }
    }

    private void say(String line, boolean removed) {
        session.screen()
                .out()
                .println(
                        options.isJson()
                                ? JsonText.of(Map.of("file", site.agent().file().toString(), "removed", removed))
                                : line);
    }
}
