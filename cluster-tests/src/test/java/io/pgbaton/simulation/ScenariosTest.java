package io.pgbaton.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Term;
import io.pgbaton.simulation.node.SimulatedHost;
import io.pgbaton.simulation.node.Twin;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an operator is promised, one fault at a time. After every event of each: one writable server, one node a
/// term, nothing of an old term obeyed.
class ScenariosTest {

    private static final Duration LEASE_AND_A_SECOND = Settings.LEASE.plusSeconds(1);
    private static final Duration SOON = Duration.ofSeconds(15);

    private static SimulatedCluster cluster(long seed) {
        return SimulatedCluster.ofOnePrimary().standbys(2).seed(seed).start();
    }

    private static Predicate<SimulatedCluster> anotherIsWritable(NodeId than) {
        return cluster -> cluster.hosts().stream()
                .anyMatch(host -> !host.node().equals(than) && host.server().isWritable());
    }

    private static List<NodeId> promoted(SimulatedCluster cluster) {
        return cluster.decisions().stream()
                .filter(Decision.Promote.class::isInstance)
                .map(decision -> ((Decision.Promote) decision).node())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aPrimaryThatIsCutOffIsReplacedAndComesBackAsAStandby(long seed) {
        SimulatedCluster cluster = cluster(seed);
        NodeId old = cluster.primary();

        cluster.isolate(old);
        cluster.runUntil(anotherIsWritable(old), LEASE_AND_A_SECOND);
        assertThat(cluster.host(old).server().isWritable())
                .as("it has stopped before")
                .isFalse();
        cluster.run(Duration.ofSeconds(30));
        cluster.heal(old);
        cluster.runUntil(SimulatedCluster::isWell, SOON);

        assertThat(cluster.host(old).server().inRecovery()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aHostThatIsLostIsReplacedWithinTheLeaseAndASecond(long seed) {
        SimulatedCluster cluster = cluster(seed);
        NodeId old = cluster.primary();

        cluster.host(old).powerOff();
        cluster.runUntil(anotherIsWritable(old), LEASE_AND_A_SECOND);
        cluster.host(old).boot();

        cluster.runUntil(SimulatedCluster::isWell, SOON);
        assertThat(cluster.primary()).isNotEqualTo(old);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aServerThatCrashesOnALivingHostLosesNothing(long seed) {
        SimulatedCluster cluster = cluster(seed);
        SimulatedHost old = cluster.host(cluster.primary());
        cluster.run(Duration.ofSeconds(2));

        old.server().kill();
        var written = old.server().files().log;
        cluster.runUntil(SimulatedCluster::isWell, SOON);

        assertThat(cluster.host(cluster.primary()).server().files().log.contains(written))
                .as("every acknowledged commit is in the new primary's log")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theBusMayBeGoneForFiveMinutes(long seed) {
        SimulatedCluster cluster = cluster(seed);
        NodeId primary = cluster.primary();
        int before = cluster.decisions().size();

        cluster.bus().up(false);
        cluster.run(Duration.ofMinutes(5));
        assertThat(cluster.host(primary).server().isWritable()).isTrue();
        cluster.bus().up(true);
        cluster.runUntil(SimulatedCluster::isWell, SOON);

        assertThat(cluster.primary()).isEqualTo(primary);
        assertThat(cluster.decisions().subList(before, cluster.decisions().size()))
                .as("nobody else is promoted")
                .noneMatch(decision -> decision instanceof Decision.Promote promote
                        && !promote.node().equals(primary));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anAgentThatIsKilledStopsNoPrimary(long seed) {
        SimulatedCluster cluster = cluster(seed);
        SimulatedHost primary = cluster.host(cluster.primary());
        int life = primary.server().program().life();

        for (int times = 0; times < 5; times++) {
            primary.agent().program().kill();
            cluster.run(Duration.ofSeconds(2));
        }

        cluster.runUntil(SimulatedCluster::isWell, SOON);
        assertThat(cluster.primary()).isEqualTo(primary.node());
        assertThat(primary.server().program().life())
                .as("the same run of the server")
                .isEqualTo(life);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aSwitchoverLosesNothingAndThePrimaryComesBackAsAStandby(long seed) {
        SimulatedCluster cluster = cluster(seed);
        SimulatedHost old = cluster.host(cluster.primary());

        cluster.ask(new Request.Switchover(new NodeId(3)));
        cluster.runUntil(anotherIsWritable(old.node()), SOON);
        cluster.runUntil(SimulatedCluster::isWell, SOON);

        assertThat(cluster.primary()).isEqualTo(new NodeId(3));
        assertThat(cluster.view().term()).isEqualTo(new Term(2));
        assertThat(promoted(cluster)).containsExactly(new NodeId(1), new NodeId(3));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anotherServiceFinishesWhatTheFirstBegan(long seed) {
        SimulatedCluster cluster = SimulatedCluster.ofOnePrimary()
                .standbys(2)
                .services(2)
                .seed(seed)
                .start();
        NodeId old = cluster.primary();

        cluster.host(old).powerOff();
        cluster.run(Duration.ofMillis(3_050 + 10 * seed));
        cluster.services().members().stream()
                .filter(service -> service.owns())
                .forEach(owner -> owner.wire().program().hostStands(true));

        Duration takeover = Settings.LEASE.plus(Settings.LEASE).plusSeconds(4);
        cluster.runUntil(anotherIsWritable(old), takeover);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void ofTwoAgentsUnderOneNodeIdNothingIsBelieved(long seed) {
        SimulatedCluster cluster = cluster(seed);
        NodeId primary = cluster.primary();
        Term term = cluster.view().term();

        twinOf(cluster, new NodeId(2)).speak(cluster.scheduler().now() + SOON.toNanos());
        cluster.run(SOON);
        assertThat(cluster.view().member(new NodeId(2)).orElseThrow().electable())
                .as("n2 may not be promoted while two speak for it")
                .isFalse();
        assertThat(cluster.host(primary).server().isWritable()).isTrue();
        cluster.runUntil(SimulatedCluster::isWell, Duration.ofSeconds(30));

        assertThat(cluster.primary()).isEqualTo(primary);
        assertThat(cluster.view().term()).isEqualTo(term);
    }

    private static Twin twinOf(SimulatedCluster cluster, NodeId node) {
        return new Twin(cluster.scheduler(), cluster.bus(), node, ServerState.RUNNING, Role.PRIMARY);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nodesThatWereAwayForLongMayReturnAtOnce(long seed) {
        SimulatedCluster cluster = cluster(seed);
        SimulatedHost old = cluster.host(cluster.primary());
        SimulatedHost away = cluster.host(new NodeId(3));

        away.powerOff();
        cluster.run(Duration.ofMinutes(10));
        old.powerOff();
        cluster.runUntil(anotherIsWritable(old.node()), LEASE_AND_A_SECOND);
        cluster.run(Duration.ofMinutes(10));
        old.boot();
        away.boot();

        cluster.runUntil(SimulatedCluster::isWell, SOON);
        assertThat(cluster.primary()).isEqualTo(new NodeId(2));
    }
}
