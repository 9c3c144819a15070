package io.pgbaton.agent.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.adopt.Survey;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What becomes of the settings of a repmgr.conf.
class TranslatorTest {

    private static Map<String, String> taken(Found found) {
        return Translator.of(found.facts()).taken().stream()
                .collect(Collectors.toMap(Survey.Setting::name, Survey.Setting::value));
    }

    private static Map<String, String> dropped(Found found) {
        return Translator.of(found.facts()).dropped().stream()
                .collect(Collectors.toMap(Survey.Setting::name, Survey.Setting::note));
    }

    @Test
    void namesThatMeanTheSameAreKept() {
        assertThat(taken(new Found().conf("priority", "50").conf("promote_check_timeout", "90")))
                .containsEntry("node_id", "1")
                .containsEntry("priority", "50")
                .containsEntry("promote_check_timeout", "90");
    }

    @Test
    void aPasswordStaysBehind() {
        assertThat(taken(new Found().conf("conninfo", "host=a user=repmgr password='s e' dbname=repmgr")))
                .containsEntry("conninfo", "host=a user=repmgr dbname=repmgr");
    }

    @Test
    void failoverIsSaidInAnyCase() {
        assertThat(taken(new Found())).containsEntry("failover", "automatic");
        assertThat(taken(new Found().confWithout("failover"))).containsEntry("failover", "manual");
    }

    @Test
    void theServerIsStartedAsItWasStarted() {
        Found debian = new Found().startedWith("-D", "/data", "-c", "config_file=/etc/postgresql/15/main/pg.conf");

        assertThat(taken(debian))
                .containsEntry("pg_bindir", "/usr/lib/postgresql/15/bin")
                .containsEntry("pg_ctl_options", "-o \"-c config_file=/etc/postgresql/15/main/pg.conf\"");
        assertThat(taken(new Found()
                        .startedWith("-D", "/data", "-c", "work_mem = 4MB")
                        .conf("pg_ctl_options", "-s")))
                .containsEntry("pg_ctl_options", "-s -o \"-c 'work_mem = 4MB'\"");
    }

    @Test
    void optionsThatRepmgrGivesItWinOverThose() {
        assertThat(taken(new Found().startedWith("-D", "/data", "-p", "5433").conf("pg_ctl_options", "-o \"-p 5434\"")))
                .containsEntry("pg_ctl_options", "-o \"-p 5434\"");
    }

    @Test
    void aCascadeIsKeptAndThePrimaryIsNobodysChoice() {
        assertThat(taken(new Found().standby())).doesNotContainKey("upstream_node_id");
        assertThat(taken(new Found().standby().node(3, Survey.Kind.STANDBY, 1).node(2, Survey.Kind.STANDBY, 3)))
                .containsEntry("upstream_node_id", "3");
    }

    @Test
    void aWitnessIsOneWithoutAServer() {
        Found witness =
                new Found().node(3, Survey.Kind.WITNESS, 1).conf("node_id", "3").conf("priority", "1");

        assertThat(taken(witness))
                .containsOnlyKeys("node_id", "node_name", "witness")
                .containsEntry("witness", "on");
        assertThat(dropped(witness))
                .containsEntry("data_directory", "a witness has no server here")
                .containsEntry("priority", "a witness has no server here")
                .containsEntry("conninfo", "a witness has no server here");
    }

    @Test
    void whatEndsIsSaidWithItsReason() {
        assertThat(dropped(new Found()
                        .conf("promote_command", "x")
                        .conf("service_stop_command", "x")
                        .conf("event_notification_command", "x")
                        .conf("reconnect_attempts", "6")
                        .conf("log_file", "/var/log/repmgr.log")
                        .conf("my_own", "1")))
                .containsEntry("promote_command", "the agent promotes and follows by itself")
                .containsEntry("service_stop_command", "the agent starts and stops its server with pg_ctl")
                .containsEntry("my_own", "has no counterpart")
                .containsKeys("event_notification_command", "reconnect_attempts", "log_file")
                .doesNotContainKeys("node_id", "conninfo", "failover");
    }
}
