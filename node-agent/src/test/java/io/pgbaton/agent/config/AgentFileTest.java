package io.pgbaton.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgbaton.contracts.CloneOptions;
import io.pgbaton.contracts.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentFileTest {

    private static final String ENOUGH = """
            node_id=1
            node_name='n1'
            conninfo='host=db1 user=repmgr dbname=repmgr password=secret'
            data_directory='/srv/pg'
            cluster='orders'
            bus='kafka1:9092, kafka2:9092'
            """;

    @TempDir
    private Path directory = Path.of("");

    private AgentConfig.Loaded load(String... lines) {
        return AgentFile.load(file("agent.conf", ENOUGH + String.join("\n", lines)));
    }

    private Path file(String name, String content) {
        try {
            return Files.writeString(directory.resolve(name), content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whatIsNotSaidIsAsInRepmgrOrAsDocumented() {
        AgentConfig config = load().config();
        assertThat(config.node().election().priority()).isEqualTo(100);
        assertThat(config.node().election().automatic()).isTrue();
        assertThat(config.timing().heartbeat()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.timing().patience().promote()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.bus().advertisedUrl()).isEqualTo("http://127.0.0.1:8008");
        assertThat(config.local().stateDirectory()).isEqualTo(Path.of("/var/lib/pgbaton/orders-1"));
        assertThat(config.server().replication().user()).isEqualTo("repmgr");
        assertThat(config.node().election().validation())
                .isEqualTo(new AgentConfig.Validation("", Duration.ofSeconds(5)));
    }

    @Test
    void aStandbyMayNameAnotherAsItsUpstreamButNotItself() {
        assertThat(load().config().node().upstream()).isEmpty();
        assertThat(load("upstream_node_id=2").config().node().upstream()).contains(new NodeId(2));
        assertThatThrownBy(() -> load("upstream_node_id=1")).hasMessageContaining("the node_id of another node");
    }

    @Test
    void quotesCommentsUnitsAndIncludesAreUnderstood() {
        file("more.conf", "location='Zürich''s'  # a comment\npromote_check_timeout=2min\n");
        AgentConfig config = load("# comment", "include 'more.conf'", "include_if_exists='none.conf'", "lease = 4s")
                .config();
        assertThat(config.node().election().location()).isEqualTo("Zürich's");
        assertThat(config.timing().patience().promote()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.timing().lease()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void tablespacesGoElsewhereByPairs() {
        assertThat(load("tablespace_mapping = '/srv/a=/mnt/a, /srv/b/=/mnt/b'")
                        .config()
                        .server()
                        .replication()
                        .cloning()
                        .tablespaces())
                .isEqualTo(Map.of(Path.of("/srv/a"), Path.of("/mnt/a"), Path.of("/srv/b"), Path.of("/mnt/b")));
    }

    @Test
    void backupsAreOfOneToolAndHaveItsNames() {
        assertThat(load("pgbackrest_stanza = orders")
                        .config()
                        .server()
                        .replication()
                        .cloning()
                        .backups())
                .contains(new AgentConfig.Backups(CloneOptions.Tool.PGBACKREST, "orders", Optional.empty()));
        assertThat(load("barman_server = orders", "barman_config = /etc/barman.conf")
                        .config()
                        .server()
                        .replication()
                        .cloning()
                        .backups())
                .contains(new AgentConfig.Backups(
                        CloneOptions.Tool.BARMAN, "orders", Optional.of(Path.of("/etc/barman.conf"))));
        assertThat(load().config().server().replication().cloning().backups()).isEmpty();
        assertThatThrownBy(() -> load("pgbackrest_stanza = orders", "barman_server = orders"))
                .isInstanceOf(ConfigProblem.class)
                .hasMessageStartingWith("pgbackrest_stanza and barman_server are both set");
    }

    @Test
    void aDelayedStandbyThatMayBePromotedIsAWarning() {
        assertThat(load("recovery_min_apply_delay = 1h").warnings())
                .singleElement()
                .asString()
                .endsWith("set priority = 0");
        assertThat(load("recovery_min_apply_delay = 1h", "priority = 0").warnings())
                .isEmpty();
    }

    @Test
    void anUnknownNameIsAWarningWithItsPlace() {
        assertThat(load("monitoring_history=yes").warnings())
                .containsExactly("agent.conf line 7: monitoring_history is not a setting of pgbaton: ignored");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            node_id = 'x'              | agent.conf line 7: node_id = 'x': a whole number from 1
            priority = -1              | agent.conf line 7: priority = '-1': a whole number from 0
            rejoin_by_clone = maybe    | agent.conf line 7: rejoin_by_clone = 'maybe': true or false
            cluster = 'Big Orders'     | agent.conf line 7: cluster = 'Big Orders': 1 to 63 of
            lease = soon               | agent.conf line 7: lease = 'soon': a duration from 1s to 300s
            lease = 1s                 | at most a third of lease
            cluster_secret = 'short'   | cluster_secret: at least 16 characters
            failover = perhaps         | agent.conf line 7: failover = 'perhaps': one of automatic, manual
            bus = kafka                | agent.conf line 7: bus = 'kafka': host:port
            data_directory = 'data'    | an absolute path
            node_name = 'open          | agent.conf line 7: node_name: the closing quote is missing
            tablespace_mapping = '/a'  | agent.conf line 7: tablespace_mapping = '/a': OLD=NEW[,OLD=NEW], absolute paths
            barman_config = '/b.conf'  | agent.conf line 7: barman_config = '/b.conf': set together with barman_server
            pgbackrest_stanza = '$(x)' | a name of letters, digits, _, . and -
            recovery_min_apply_delay=x | agent.conf line 7: recovery_min_apply_delay = 'x': a duration
            include 'nowhere.conf'     | nowhere.conf: no such file
            """)
    void aWrongValueIsOneLineThatSaysWhereAndWhat(String line, String message) {
        assertThatThrownBy(() -> load(line))
                .isInstanceOf(ConfigProblem.class)
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }

    @Test
    void l2AnAgentOnTheNetworkIsWarnedThatItGrantsNothingWithoutASecret() {
        assertThat(load("http_listen = '10.0.0.1:8008'").warnings())
                .singleElement()
                .asString()
                .startsWith("cluster_secret is not set");
        AgentConfig.Loaded secret = load("http_listen = '10.0.0.1:8008'", "cluster_secret = 'sixteen-or-more-x'");
        assertThat(secret.warnings()).isEmpty();
        assertThat(secret.config().toString()).doesNotContain("sixteen-or-more-x");
    }

    @Test
    void aMissingSettingIsNamedAndAPasswordNeverShown() {
        assertThatThrownBy(() -> AgentFile.load(file("a.conf", "node_id=1")))
                .hasMessageStartingWith("node_name is missing");
        assertThatThrownBy(() -> load("conninfo = 'password=secret port=x'"))
                .hasMessageStartingWith("conninfo")
                .hasMessageNotContaining("secret");
    }
}
