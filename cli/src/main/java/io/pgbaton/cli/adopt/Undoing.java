package io.pgbaton.cli.adopt;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.JsonText;
import io.pgbaton.cli.request.RequestOptions;
import io.pgbaton.cli.service.Agent;
import io.pgbaton.cli.session.Session;
import io.pgbaton.contracts.adopt.Survey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Takes agent.conf away again, and what a guard has left. Once the cluster is registered it is too late.
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
        keepWritable();
        new AgentConfFile(agent.file()).remove();
        say(agent.file() + " is removed. repmgr manages this node: start repmgrd again where it was stopped", true);
        return ExitCode.SUCCESS;
    }

    /// A guard that has run puts standby.signal where every server gets it. The primary of repmgr must not have it: it
    /// would start as a standby one day.
    private void keepWritable() {
        Path signal = Path.of(site.dataDirectory()).resolve("standby.signal");
        if (!Files.exists(signal)) {
            return;
        }
        boolean primary = site.survey()
                .self()
                .map(Survey.Registered::found)
                .filter(found -> found.as() == Survey.Kind.PRIMARY)
                .isPresent();
        try {
            if (primary) {
                Files.delete(signal);
            }
        } catch (IOException e) {
            throw CommandFailed.badConfig(signal + " cannot be removed (" + e
                    + "): without that the primary starts as a standby when it is restarted");
        }
    }

    private void refuseAfterStart(ConfLines agent) {
        String listen = agent.get("http_listen").orElse("127.0.0.1:8008");
        if (Agent.answersAt("http://" + listen)) {
            throw CommandFailed.badConfig(
                    "the agent of this node runs and answers at " + listen + ": stop it first, systemctl disable --now"
                            + " pgbaton-agent; before --finish the server runs on");
        }
        Path state = Path.of(agent.get("state_directory")
                .orElse("/var/lib/pgbaton/" + agent.get("cluster").orElse("") + "-"
                        + agent.get("node_id").orElse("")));
        if (Files.exists(state.resolve("standing"))) {
            throw CommandFailed.badConfig("this node has been taken over: " + state
                    + " holds what it has promised. How a server is taken back: docs/installing.md, \"Upgrading,"
                    + " removing\"");
        }
    }

    /// `file` is the agent.conf that `adopt` had written.
    record Undone(String file, boolean removed) {}

    private void say(String line, boolean removed) {
        session.screen()
                .out()
                .println(
                        options.isJson()
                                ? JsonText.of(new Undone(site.agent().file().toString(), removed))
                                : line);
    }
}
