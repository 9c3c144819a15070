package io.pgbaton.monitor.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.StandingOrders;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.ClusterStatus.Health;
import io.pgbaton.contracts.fleet.NodeStatus;
import io.pgbaton.monitor.fleet.ClusterPicture;
import io.pgbaton.monitor.said.Node;
import io.pgbaton.monitor.said.Views;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DiagnosisTest {

    private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
    private static final long MB = 1024 * 1024;
    private static final Node N1 = Node.of("orders", 1);
    private static final Node N2 = Node.of("orders", 2);
    private static final Node N3 = Node.of("orders", 3);

    private final ClusterPicture well = with(new Phase.Steady());

    private static ClusterPicture with(Phase phase) {
        return ClusterPicture.unknown(new ClusterId("orders"))
                .with(Views.of("orders", 1, 3, phase))
                .with(N1.primary(1, 100 * MB), NOW)
                .with(N2.standby(1, 1, 100 * MB, 100 * MB), NOW)
                .with(N3.standby(1, 1, 100 * MB, 100 * MB), NOW);
    }

    private static void assertFound(ClusterPicture picture, Health health, String... sentences) {
        assertFound(picture, NOW, health, sentences);
    }

    private static void assertFound(ClusterPicture picture, Instant asOf, Health health, String... sentences) {
        Diagnosis diagnosis = Diagnosis.of(picture.at(asOf));
        assertThat(diagnosis.sentences()).containsExactly(sentences);
        assertThat(diagnosis.health()).isEqualTo(health);
    }

    @Test
    void nothingIsWrongWithAHealthyCluster() {
        assertFound(well, Health.OK);
    }

    @Test
    void aClusterNobodyRegisteredHasNoPrimary() {
        ClusterPicture heardOnly =
                ClusterPicture.unknown(new ClusterId("orders")).with(N1.standby(1, 1, 5, 5), NOW);

        assertFound(heardOnly, Health.DOWN, "No primary is registered.");
    }

    @Test
    void aCrashedPrimaryTakesTheClusterDown() {
        assertFound(
                well.with(N1.without(2, ServerState.CRASHED), NOW),
                Health.DOWN,
                "The primary n1 does not accept writes: its status is \"failed\".");
    }

    @Test
    void aSilentPrimaryThatAStandbyStillHearsIsNotDead() {
        Instant later = NOW.plusSeconds(5);
        ClusterPicture heard = well.with(N2.standby(2, 1, 1, 1), later).with(N3.standby(2, 1, 1, 1), later);

        Diagnosis diagnosis = Diagnosis.of(heard.at(later));

        assertThat(diagnosis.health()).isEqualTo(Health.DEGRADED);
        assertThat(diagnosis.sentences())
                .contains("The agent of the primary n1 is silent, but a standby still receives from it.");
    }

    @Test
    void aSilentPrimaryNobodyHearsIsDown() {
        Instant later = NOW.plusSeconds(5);
        Node.Stream none = new Node.Stream(null, null, 1);
        ClusterPicture cut = well.with(N2.standby(2, none, 1, 1), later).with(N3.standby(2, none, 1, 1), later);

        assertThat(Diagnosis.of(cut.at(later)).health()).isEqualTo(Health.DOWN);
        assertThat(Diagnosis.of(cut.at(later)).sentences()).contains("Nothing is heard of the primary n1.");
    }

    @Test
    void twoPrimariesNeedAPerson() {
        Diagnosis diagnosis =
                Diagnosis.of(well.with(N2.primary(2, 100 * MB), NOW).at(NOW));

        assertThat(diagnosis.health()).isEqualTo(Health.HALTED);
        assertThat(diagnosis.sentences())
                .contains("n1 and n2 both accept writes: stop the one that is not the primary.")
                .contains("n2 is registered as standby but runs as primary.");
    }

    @Test
    void aStandbyThatIsDownSilentDetachedOrAstrayDegradesTheCluster() {
        assertFound(well.with(N2.without(2, ServerState.CRASHED), NOW), Health.DEGRADED, "The standby n2 has crashed.");
        assertFound(
                well.with(N2.standby(2, new Node.Stream(null, null, 1), 100 * MB, 100 * MB), NOW),
                Health.DEGRADED,
                "The standby n2 is not attached to its upstream n1.");
        assertFound(
                well.with(N3.standby(2, 2, 100 * MB, 100 * MB), NOW),
                Health.DEGRADED,
                "The standby n3 follows n2, and not n1 as it should.");
        assertFound(
                well.with(N2.standby(2, new Node.Stream(new NodeId(1), "streaming", 4), 100 * MB, 100 * MB), NOW),
                Health.DEGRADED,
                "The standby n2 is on timeline 4, the primary on 1.");
    }

    @Test
    void aStandbyNotHeardAnyMoreOrNeverIsSaidSo() {
        ClusterPicture neverN3 = ClusterPicture.unknown(new ClusterId("orders"))
                .with(Views.steady("orders", 1, 3))
                .with(N1.primary(1, 5), NOW)
                .with(N2.standby(1, 1, 5, 5), NOW.minusSeconds(60));

        assertFound(neverN3, Health.DEGRADED, "Nothing is heard of n2 any more.", "n3 has not been heard yet.");
    }

    @Test
    void lagMattersBeyondWhatAFailoverWouldAccept() {
        assertFound(well.with(N2.standby(2, 1, 84 * MB, 84 * MB), NOW), Health.OK);
        assertFound(
                well.with(N2.standby(2, 1, 100 * MB, 80 * MB), NOW),
                Health.DEGRADED,
                "The standby n2 is 20 MB behind the primary.");
    }

    @Test
    void aNodeThatReportsWithoutBeingRegisteredIsNamed() {
        Node stranger = Node.of("orders", 9);

        assertFound(
                well.with(stranger.described()).with(stranger.standby(1, 1, 100 * MB, 100 * MB), NOW),
                Health.DEGRADED,
                "n9 reports but is not registered.");
    }

    @Test
    void aNodeThatWasTakenOutIsToldApart() {
        Node former = Node.of("orders", 9);
        ClusterView before = Views.steady("orders", 1, 3);
        ClusterView without = new ClusterView(
                before.cluster(),
                before.version() + 1,
                before.reign(),
                before.phase(),
                before.members(),
                before.policy().with(StandingOrders.NONE.unregister(new NodeId(9))));

        assertFound(
                well.with(without).with(former.described()).with(former.standby(1, 1, 100 * MB, 100 * MB), NOW),
                Health.DEGRADED,
                "n9 was taken out of the cluster by an operator, and its agent still runs: stop that, or let it in again,"
                        + " pgbaton standby register --node-id 9.");
    }

    @Test
    void anElectionOutranksTheMissingPrimaryAndAHaltOutranksAll() {
        Phase freezing = new Phase.Freezing(new Term(4), Reason.PRIMARY_RELEASED, true, null);
        Phase halted = new Phase.Halted(Reason.NO_CANDIDATE, "Start n2.");

        assertThat(Diagnosis.of(with(freezing).with(N1.fenced(2, 3), NOW).at(NOW))
                        .health())
                .isEqualTo(Health.FAILING_OVER);
        assertFound(
                with(freezing),
                Health.FAILING_OVER,
                "An election for term 4 is open, because the primary's server is gone and its agent gave the lease back.");
        assertFound(
                with(halted), Health.HALTED, "The cluster needs a person, because no node may be promoted. Start n2.");
    }

    @Test
    void theReportHasEveryNodeWithItsLease() {
        ClusterStatus report = StatusReport.of(well.with(N2.fenced(2, 3), NOW).at(NOW));

        assertThat(report.standing().phase()).isEqualTo("steady");
        assertThat(report.primary()).isEqualTo(N1.id());
        assertThat(report.nodes())
                .extracting(node -> node.reported().lease())
                .containsExactly("held", "released", "none");
        NodeStatus third = report.nodes().get(2);
        NodeStatus.Position position = Objects.requireNonNull(third.reported().position());
        assertThat(position.lagBytes()).isZero();
        assertThat(position.upstream()).isEqualTo(N1.id());
        assertThat(List.of(third.profile().name(), third.status())).containsExactly("n3", "  running");
    }
}
