package io.pgbaton.monitor.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.monitor.diagnose.StatusReport;
import io.pgbaton.monitor.fleet.ClusterPicture;
import io.pgbaton.monitor.said.Node;
import io.pgbaton.monitor.said.Views;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopologyTest {

    private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");

    private final ClusterPicture picture = ClusterPicture.unknown(new ClusterId("orders"))
            .with(Views.steady("orders", 1, 3))
            .with(Node.of("orders", 1).primary(1, 9_000), NOW);

    @Test
    void aCascadedStandbyHangsUnderItsUpstream() {
        List<TopologyNode> roots = roots(picture.with(Node.of("orders", 2).standby(1, 1, 9, 9), NOW)
                .with(Node.of("orders", 3).standby(1, 2, 9, 9), NOW));

        assertThat(roots).singleElement().satisfies(primary -> {
            assertThat(primary.node().role()).isEqualTo("primary");
            assertThat(primary.children()).singleElement().satisfies(second -> {
                assertThat(second.node().name()).isEqualTo("n2");
                assertThat(second.link()).isEqualTo("streaming");
                assertThat(second.children())
                        .extracting(third -> third.node().name())
                        .containsExactly("n3");
            });
        });
    }

    @Test
    void aStandbyWithoutAnUpstreamHangsUnderThePrimaryByABrokenLine() {
        List<TopologyNode> roots =
                roots(picture.with(Node.of("orders", 2).standby(1, new Node.Stream(null, null, 1), 9, 9), NOW));

        assertThat(roots.getFirst().children()).extracting(TopologyNode::link).containsOnly("not streaming");
    }

    @Test
    void standbysThatNameEachOtherAreStillShownOnceEach() {
        List<TopologyNode> roots = roots(picture.with(Node.of("orders", 2).standby(1, 3, 9, 9), NOW)
                .with(Node.of("orders", 3).standby(1, 2, 9, 9), NOW));

        assertThat(roots).hasSize(2);
        assertThat(roots.get(1).children())
                .extracting(third -> third.node().id())
                .containsExactly(3);
    }

    private static List<TopologyNode> roots(ClusterPicture picture) {
        return TopologyNode.tree(StatusReport.of(picture.at(NOW)));
    }
}
