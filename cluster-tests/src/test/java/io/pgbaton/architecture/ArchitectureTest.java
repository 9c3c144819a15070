package io.pgbaton.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The architecture as rules. ARCHITECTURE.md says why.
@AnalyzeClasses(locations = ProductionCode.class)
class ArchitectureTest {

    /// The rooms in which everything is decided: same input, same output, so that a simulation can run them.
    private static final String[] PURE_ROOMS = {
        "io.pgbaton.contracts",
        "io.pgbaton.agent.adopt",
        "io.pgbaton.agent.lease",
        "io.pgbaton.agent.moves",
        "io.pgbaton.failover.evidence",
        "io.pgbaton.failover.decide",
        "io.pgbaton.monitor.diagnose",
        "io.pgbaton.monitor.fleet",
        "io.pgbaton.notifier.route",
        "io.pgbaton.notifier.schedule",
    };

    @ArchTest
    static final ArchRule pure_rooms_see_only_values = noClasses()
            .that()
            .resideInAnyPackage(PURE_ROOMS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..",
                    "io.vertx..",
                    "io.smallrye..",
                    "jakarta..",
                    "org.apache.kafka..",
                    "java.sql..",
                    "java.net..",
                    "java.net.http..",
                    "java.util.concurrent.locks..",
                    "org.slf4j..",
                    "org.jboss..");

    @ArchTest
    static final ArchRule pure_rooms_read_no_clock = noClasses()
            .that()
            .resideInAnyPackage(PURE_ROOMS)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule parts_share_nothing_but_contracts = slices().matching("io.pgbaton.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(resideInAPackage("io.pgbaton.."), resideInAPackage("io.pgbaton.contracts.."));

    @ArchTest
    static final ArchRule contracts_know_nobody = noClasses()
            .that()
            .resideInAPackage("io.pgbaton.contracts..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.pgbaton..").and(not(resideInAPackage("io.pgbaton.contracts.."))));

    @ArchTest
    static final ArchRule only_the_wire_sees_jackson_core = noClasses()
            .that()
            .resideInAnyPackage("io.pgbaton.contracts", "io.pgbaton.contracts.fleet")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml.jackson.core..", "com.fasterxml.jackson.databind..");

    @ArchTest
    static final ArchRule names_say_what_a_thing_is =
            noClasses().should().haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Processor|Handler|Abstract|Dto)$");

    @ArchTest
    static final ArchRule rooms_are_named_for_what_they_are_responsible_for =
            noClasses().should().resideInAnyPackage("..util..", "..common..", "..helper..", "..impl..", "..dto..");

    @ArchTest
    static final ArchRule everything_is_ours =
            classes().should().resideInAPackage("io.pgbaton..").orShould().resideInAPackage("db.migration..");

    @Test
    void theRulesSeeEveryModule() {
        JavaClasses code = ProductionCode.read();
        assertThat(List.of("contracts", "agent", "failover", "monitor", "notifier", "cli", "fleet"))
                .allSatisfy(part -> assertThat(code)
                        .as("classes of io.pgbaton.%s", part)
                        .anyMatch(type -> type.getPackageName().startsWith("io.pgbaton." + part)));
    }
}
