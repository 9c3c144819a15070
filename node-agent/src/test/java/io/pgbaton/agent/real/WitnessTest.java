package io.pgbaton.agent.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Role;
import io.pgbaton.fleet.junit.RealKafka;
import io.pgbaton.fleet.kafka.KafkaBroker;
import org.junit.jupiter.api.Test;

@RealKafka
class WitnessTest {

    @Test
    void aWitnessHasNoServerAndSaysWhetherThePrimaryAnswers(KafkaBroker broker) {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode primary = cluster.primary(1);
            TestNode witness = cluster.node(3, "witness = true");
            witness.startAgent();

            cluster.await(3, beat -> seesWithin(beat, 2_000));
            assertThat(cluster.last(3).server().role()).isEqualTo(Role.WITNESS);
            assertThat(cluster.described(3).orElseThrow().profile().kind()).isEqualTo(NodeProfile.Kind.WITNESS);
            assertThat(witness.get("/health").statusCode()).isEqualTo(200);
            assertThat(witness.get("/primary").statusCode()).isEqualTo(503);
            assertThat(witness.get("/replica").statusCode()).isEqualTo(503);

            primary.killAgent();
            cluster.await(3, beat -> !seesWithin(beat, 3_000));

            // an election does not concern it
            cluster.change(1, 1, new Phase.Steady());
            cluster.openElection(true);
            long opened = cluster.last(3).beat().sequence();
            cluster.await(3, beat -> beat.beat().sequence() > opened + 5);
            assertThat(cluster.promises(cluster.view().term().next())).isEmpty();
        }
    }

    private static boolean seesWithin(Heartbeat beat, long millis) {
        Heartbeat.Sight sight = beat.sight();
        return sight != null
                && sight.primary().equals(new NodeId(1))
                && sight.answeredMillisAgo() != null
                && sight.answeredMillisAgo() < millis;
    }
}
