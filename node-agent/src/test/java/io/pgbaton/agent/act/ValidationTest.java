package io.pgbaton.agent.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.config.AgentFile;
import io.pgbaton.agent.moves.DecisionLog;
import io.pgbaton.agent.state.LogBook;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Term;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `failover_validation_command` as a real process.
class ValidationTest {

    @TempDir
    private Path directory = Path.of("");

    private final Decision.Freeze election = new Decision.Freeze(new ClusterId("orders"), 5, new Term(4), true);
    private final LogBook book = new LogBook(DecisionLog.unread(election.cluster(), new NodeId(2)));

    @BeforeEach
    void openAnElection() {
        view(5, new Phase.Freezing(election.term(), Reason.PRIMARY_SILENT, true, null));
        book.read(election);
    }

    private void view(long version, Phase phase) {
        ClusterView.Reign reign = new ClusterView.Reign(new Term(3), new NodeId(1), null, null);
        ClusterView view = new ClusterView(election.cluster(), version, reign, phase, List.of());
        book.read(new Decision.ViewChanged(view, version - 1, Reason.NODE_CHANGED, "by the test"));
    }

    private Validation validation(String command, String timeout) throws IOException {
        Path file = Files.writeString(directory.resolve("agent.conf"), """
                node_id=2
                node_name='n2'
                conninfo='host=db2 user=repmgr dbname=repmgr'
                data_directory='/srv/pg'
                cluster='orders'
                bus='kafka1:9092'
                failover_validation_command='%s'
                failover_validation_timeout=%s
                """.formatted(command, timeout));
        AgentConfig config = AgentFile.load(file).config();
        return new Validation(config.node(), book);
    }

    @Test
    void statusZeroAllowsAndIsNotAskedAgainInThisElection() throws IOException {
        Path ran = directory.resolve("ran");
        Validation validation = validation("echo %n %a >> " + ran, "5s");
        assertThat(validation.of(election)).isEqualTo(new Validation.Verdict.Allowed());
        assertThat(validation.of(election)).isEqualTo(new Validation.Verdict.Allowed());
        assertThat(ran).hasContent("2 n2");
    }

    @Test
    void anotherStatusRefusesInTheCommandsWords() throws IOException {
        assertThat(validation("echo not in this rack; exit 3", "5s").of(election))
                .isEqualTo(new Validation.Verdict.Refused(
                        "failover_validation_command ended with status 3: not in this rack"));
    }

    @Test
    void aCommandThatDoesNotEndIsKilledWithWhatItStarted() throws IOException {
        Path pid = directory.resolve("pid");
        Validation.Verdict verdict =
                validation("sleep 600 & echo $! > " + pid + "; wait", "300ms").of(election);
        assertThat(verdict)
                .isEqualTo(new Validation.Verdict.Refused("failover_validation_command did not end within 300 ms"));
        long child = Long.parseLong(Files.readString(pid).strip());
        Awaitility.await("the end of the child")
                .atMost(Duration.ofSeconds(10))
                .until(() ->
                        ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void anElectionThatIsOverIsNotWaitedFor() throws IOException {
        Validation slow = validation("sleep 600", "60s");
        view(6, new Phase.Steady());
        assertThat(slow.of(election)).isEqualTo(new Validation.Verdict.Overtaken());
    }
}
