package io.pgbaton.fleet.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgbaton.fleet.FleetException;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetPlanTest {

    private final FleetPlan usual = FleetPlan.usual(21_000, 1);

    @Test
    void hasOrdersWithTwoStandbysAndBillingWithOneByDefault() {
        assertThat(usual.nodes())
                .extracting(NodePlan::label)
                .containsExactly("orders/n1", "orders/n2", "orders/n3", "billing/n1", "billing/n2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders/n2", "orders/2", "orders-2", "orders-n2"})
    void findsANodeByEveryWayToWriteIt(String text) {
        assertThat(usual.node(text).label()).isEqualTo("orders/n2");
    }

    @Test
    void namesTheNodesItHasWhenAskedForAnother() {
        assertThatThrownBy(() -> usual.node("orders/n9"))
                .isInstanceOf(FleetException.class)
                .hasMessageContaining("orders/n9")
                .hasMessageContaining("orders/n1, orders/n2, orders/n3");
    }

    @Test
    void givesEachPartOfTheLargestFleetAPortOfItsOwnWithinItsThousand() {
        FleetPlan largest = FleetPlan.of(20_000, 3, FleetPlan.MOST_CLUSTERS, FleetPlan.MOST_STANDBYS);
        int nodes = FleetPlan.MOST_CLUSTERS * (FleetPlan.MOST_STANDBYS + 1);

        assertThat(largest.ports()).hasSize(2 * 3 + 3 + 3 + 2 * nodes);
        assertThat(largest.ports().keySet()).allMatch(port -> port >= 20_000 && port < 21_000);
    }

    @Test
    void givesNoTwoClustersOneName() {
        FleetPlan many = FleetPlan.of(20_000, 1, 12, 0);

        assertThat(new HashSet<>(many.clusters().stream().map(ClusterPlan::name).toList()))
                .hasSize(12);
    }

    @Test
    void givesEveryFailoverServiceANameAndAPortOfItsOwn() {
        FleetPlan three = usual.withFailoverServices(3);

        assertThat(three.failovers())
                .extracting(Instance::name)
                .containsExactly("failover", "failover-2", "failover-3");
        assertThat(three.ports()).hasSize(usual.ports().size() + 2);
    }

    @Test
    void hasABrokerAloneForWhoeverStartsTheRestByHand() {
        FleetPlan broker = FleetPlan.broker(21_000);

        assertThat(broker.nodes()).isEmpty();
        assertThat(broker.busPorts()).containsOnlyKeys(21_000, 21_005);
    }

    @Test
    void refusesAFleetWithoutClusters() {
        assertThatThrownBy(() -> FleetPlan.of(21_000, 1, 0, 1)).hasMessageContaining("1 to 40");
    }

    @Test
    void refusesTwoBrokersAndSaysWhy() {
        assertThatThrownBy(() -> FleetPlan.usual(21_000, 2)).hasMessageContaining("1 or 3");
    }

    @Test
    void refusesMoreClustersThanItHasPortsFor() {
        assertThatThrownBy(() -> FleetPlan.of(21_000, 1, 41, 1)).hasMessageContaining("1 to 40");
    }
}
