package io.pgbaton.cli.member;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.session.Session;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options of repmgr's `register` commands: taken, since scripts have them, with a word on what they are about here.
public final class RegisteringAsWithRepmgr {

    @Option(
            names = {"-F", "--force"},
            hidden = true,
            description = "repmgr's: what is registered is overwritten")
    private boolean force;

    @Option(names = "--replication-user", hidden = true, description = "repmgr's: replication_user of agent.conf")
    private @Nullable String replicationUser;

    @Option(
            names = {"--wait-start", "--wait-sync"},
            arity = "0..1",
            hidden = true,
            description = "repmgr's: --wait")
    private List<String> waiting = new ArrayList<>();

    @Option(names = "--upstream-node-id", hidden = true, description = "repmgr's: standby follow")
    private @Nullable Integer upstream;

    public void remark(Session session) {
        if (upstream != null) {
            throw CommandFailed.badConfig("--upstream-node-id " + upstream + ": set upstream_node_id in agent.conf, or"
                    + " afterwards pgbaton standby follow --upstream-node-id " + upstream);
        }
        if (force || replicationUser != null || !waiting.isEmpty()) {
            session.progress(
                    "--force, --replication-user, --wait-start, --wait-sync: nothing to choose here; nothing is"
                            + " overwritten, replication_user is in agent.conf, and the command waits until it is done");
        }
    }
}
