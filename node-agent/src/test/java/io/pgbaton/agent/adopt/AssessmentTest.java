package io.pgbaton.agent.adopt;

import static io.pgbaton.contracts.adopt.Finding.Level.FINE;
import static io.pgbaton.contracts.adopt.Finding.Level.MUST;
import static io.pgbaton.contracts.adopt.Finding.Level.SHOULD;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.adopt.Finding;
import io.pgbaton.contracts.adopt.Survey;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each thing that can be wrong with a node of repmgr, made to be wrong.
class AssessmentTest {

    private static final Survey.Found RUNS_AS_PRIMARY =
            new Survey.Found(Survey.Kind.PRIMARY, "2026-01-01", new Survey.Daemon(null, false));

    @Test
    void ofAClusterThatIsWellNothingHasToBeMended() {
        assertThat(Assessment.of(new Found().facts()))
                .isNotEmpty()
                .allSatisfy(finding ->
                        assertThat(finding.level()).as(finding.what()).isEqualTo(FINE))
                .allSatisfy(finding -> assertThat(finding.change()).isNull());
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("server_version_num", MUST, true, new Found().version(120010)),
                fault("data_directory", MUST, false, new Found().setting("data_directory", "/other")),
                fault("wal_level", MUST, true, new Found().setting("wal_level", "minimal")),
                fault("hot_standby", MUST, true, new Found().setting("hot_standby", "off")),
                fault("wal_log_hints", SHOULD, true, new Found().setting("data_checksums", "off")),
                fault("full_page_writes", SHOULD, false, new Found().setting("full_page_writes", "off")),
                fault("max_wal_senders", MUST, true, new Found().setting("max_wal_senders", "0")),
                fault("max_wal_senders", SHOULD, true, new Found().setting("max_wal_senders", "3")),
                fault("max_wal_senders", SHOULD, false, new Found().sendersTaken(10)),
                fault(
                        "max_replication_slots",
                        MUST,
                        true,
                        new Found().conf("use_replication_slots", "yes").setting("max_replication_slots", "0")),
                fault("wal_keep_size", SHOULD, false, new Found().setting("wal_keep_size", "0")),
                fault("allow_alter_system", MUST, false, new Found().setting("allow_alter_system", "off")),
                fault(
                        "synchronous_standby_names",
                        SHOULD,
                        false,
                        new Found().setting("synchronous_standby_names", "n2")),
                fault(
                        "recovery_min_apply_delay",
                        SHOULD,
                        false,
                        new Found().standby().setting("recovery_min_apply_delay", "3600000")),
                fault("postmaster.opts", SHOULD, false, new Found().startUnknown("may not be read")),
                fault("replication connection", MUST, false, new Found().refusesReplication("no pg_hba.conf entry")),
                fault("password in conninfo", MUST, false, new Found().passwordInConninfo("no password supplied")),
                fault("conninfo", MUST, false, new Found().conf("conninfo", "user=repmgr dbname=repmgr")),
                fault("conninfo", MUST, false, new Found().conf("conninfo", "host=/run/postgresql user=repmgr")),
                fault("repmgr.nodes", MUST, false, new Found().conf("node_id", "7")),
                fault(
                        "primary in repmgr.nodes",
                        MUST,
                        false,
                        new Found().standby().noNodes().node(2, Survey.Kind.STANDBY, 1)),
                fault("primary in repmgr.nodes", MUST, false, new Found().node(2, Survey.Kind.PRIMARY, null)),
                fault(
                        "node 2 (n2)",
                        MUST,
                        false,
                        new Found().node(2, Survey.Kind.STANDBY, true, 1, null, "connection refused")),
                fault(
                        "node 2 (n2)",
                        MUST,
                        false,
                        new Found().node(2, Survey.Kind.STANDBY, true, 1, RUNS_AS_PRIMARY, null)),
                fault(
                        "node 2 (n2)",
                        SHOULD,
                        false,
                        new Found().node(2, Survey.Kind.STANDBY, false, 1, null, "refused")),
                fault("pg_stat_wal_receiver", MUST, false, new Found().standby().receivesNothing()),
                fault("failover", SHOULD, false, new Found().confWithout("failover")),
                fault("priority", SHOULD, false, new Found().conf("priority", "50")),
                fault("location", SHOULD, false, new Found().conf("location", "berlin")));
    }

    private static Arguments fault(String what, Finding.Level level, boolean restart, Found found) {
        return Arguments.of(what, level, restart, found.facts());
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("faults")
    void whatIsWrongIsFoundWithItsRemedy(String what, Finding.Level level, boolean restart, Facts facts) {
        List<Finding> wrong = wrong(facts);

        assertThat(wrong).anySatisfy(finding -> {
            assertThat(finding.what()).isEqualTo(what);
            assertThat(finding.level()).isEqualTo(level);
            assertThat(finding.restart()).isEqualTo(restart);
            assertThat(finding.change()).isNotBlank();
            assertThat(finding.value()).isNotBlank();
            assertThat(finding.why()).isNotBlank();
        });
        assertThat(wrong).as("and nothing else").extracting(Finding::what).containsOnly(what);
    }

    @ParameterizedTest
    @EnumSource(Right.class)
    void eachRightThatIsLackingIsSaidWithItsGrant(Right right) {
        assertThat(wrong(new Found().lacking(right).facts())).singleElement().satisfies(finding -> {
            assertThat(finding.what())
                    .isEqualTo("right " + right.name().toLowerCase(Locale.ROOT).replace('_', ' '));
            assertThat(finding.change()).contains("repmgr").endsWith(";").doesNotContain("%");
        });
    }

    @Test
    void beforePostgres15OnlyASuperuserMayAlterTheSystem() {
        assertThat(wrong(new Found().version(140002).lacking(Right.ALTER_SYSTEM).facts()))
                .extracting(Finding::change)
                .containsExactly("ALTER ROLE repmgr SUPERUSER;");
    }

    @Test
    void whoeverLacksNothingNeedsNotBeASuperuser() {
        assertThat(Assessment.of(new Found().lacking().facts()))
                .filteredOn(finding -> finding.what().equals("role repmgr"))
                .extracting(Finding::value)
                .containsExactly("no superuser");
    }

    static Stream<Arguments> questions() {
        return Stream.of(
                question("shared_preload_libraries", new Found().setting("shared_preload_libraries", "repmgr")),
                question("restart_after_crash", new Found().setting("restart_after_crash", "on")),
                question(
                        "wal_log_hints",
                        new Found().setting("data_checksums", "off").setting("wal_log_hints", "on")),
                question("failover", new Found().conf("failover", "manual")),
                question("password in conninfo", new Found().passwordInConninfo(null)),
                question("max_replication_slots", new Found().conf("use_replication_slots", "true")),
                question("node 3 (n3)", new Found().node(3, Survey.Kind.WITNESS, 1)),
                question(
                        "upstream_node_id",
                        new Found().standby().node(3, Survey.Kind.STANDBY, 1).node(2, Survey.Kind.STANDBY, 3)),
                question(
                        "recovery_min_apply_delay",
                        new Found()
                                .standby()
                                .setting("recovery_min_apply_delay", "60000")
                                .conf("priority", "0")));
    }

    private static Arguments question(String what, Found found) {
        return Arguments.of(what, found.facts());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("questions")
    void whatStaysAsItIsIsSaid(String what, Facts facts) {
        assertThat(Assessment.of(facts))
                .filteredOn(finding -> finding.what().equals(what))
                .singleElement()
                .extracting(Finding::level)
                .isEqualTo(FINE);
    }

    @Test
    void theServerOfAWitnessIsNotLookedAt() {
        Facts witness = new Found()
                .node(3, Survey.Kind.WITNESS, 1)
                .conf("node_id", "3")
                .setting("wal_level", "minimal")
                .lacking(Right.PROMOTE)
                .facts();

        assertThat(wrong(witness)).isEmpty();
    }

    @Test
    void whatMattersMostComesFirst() {
        List<Finding> findings = Assessment.of(new Found()
                .setting("wal_level", "minimal")
                .setting("full_page_writes", "off")
                .refusesReplication("no entry")
                .facts());

        assertThat(findings).extracting(Finding::level).isSortedAccordingTo(Comparator.naturalOrder());
        assertThat(findings.getFirst().what()).isEqualTo("wal_level");
    }

    private static List<Finding> wrong(Facts facts) {
        return Assessment.of(facts).stream()
                .filter(finding -> finding.level() != FINE)
                .toList();
    }
}
