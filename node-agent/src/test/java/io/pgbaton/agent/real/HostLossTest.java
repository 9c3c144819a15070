package io.pgbaton.agent.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.fleet.junit.RealKafka;
import io.pgbaton.fleet.kafka.KafkaBroker;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

@RealKafka
class HostLossTest {

    @Test
    void aStandbyFollowsTwoPromotionsInARowAndIsNeverRewound(KafkaBroker broker) throws InterruptedException {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode first = cluster.primary(1);
            TestNode second = cluster.standby(2);
            TestNode third = cluster.standby(3);
            first.server.execute("CREATE TABLE t (n bigint)");

            Writer one = Writer.into(first);
            one.awaitMore(200);
            first.server.killPostmaster();
            one.join();
            cluster.await(1, beat -> beat.releases(new Term(1)));
            cluster.freeze(true, 2);
            cluster.promote(2, first);
            follows(cluster, 3, 2);
            assertThat(second.server.query("SELECT count(*) >= " + one.acknowledged() + " FROM t"))
                    .isEqualTo("t");
            assertThat(third.log()).doesNotContain("rejoin node");

            // the old primary is back, and the next one is lost with its host
            follows(cluster, 1, 2);
            Writer two = Writer.into(second);
            two.awaitMore(200);
            second.killAgent();
            second.server.killAll();
            two.join();
            int candidate = furthest(cluster);
            int other = candidate == 1 ? 3 : 1;
            cluster.promote(candidate, null);
            follows(cluster, other, 3);
            assertThat(third.log()).doesNotContain("rejoin node");
            assertThat(cluster.events(3, EventKind.NODE_REJOIN)).isEmpty();

            second.startAgent();
            follows(cluster, 2, 3);
            assertThat(cluster.awaitEvent(2, EventKind.NODE_REJOIN).outcome().successful())
                    .isTrue();
        }
    }

    @Test
    void aServerThatCannotBeRewoundIsClonedAnew(KafkaBroker broker) throws InterruptedException {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode first = cluster.primaryThatCannotBeRewound(1);
            cluster.standby(2);
            first.server.execute("CREATE TABLE t (n bigint)");
            // rows that only the lost host has
            first.refuseStandbys();
            Writer writer = Writer.into(first);
            writer.awaitMore(100);
            first.killAgent();
            first.server.killAll();
            writer.join();
            cluster.freeze(true, 1);
            cluster.promote(2, null);

            first.startAgent();
            follows(cluster, 1, 2);
            assertThat(cluster.awaitEvent(1, EventKind.NODE_REJOIN).outcome().details())
                    .contains("cloned anew")
                    .contains("wal_log_hints");
        }
    }

    @Test
    void r2WhatARewindDiscardsIsReportedAndKept(KafkaBroker broker) throws InterruptedException {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode first = cluster.primary(1);
            cluster.standby(2);
            first.server.execute("CREATE TABLE t (n bigint)");
            first.refuseStandbys();
            for (long row = 0; row < 5; row++) {
                first.server.execute("INSERT INTO t VALUES (" + row + ")");
            }
            first.killAgent();
            first.server.killAll();
            cluster.freeze(true, 1);
            cluster.promote(2, null);

            first.startAgent();
            follows(cluster, 1, 2);
            Map<String, String> data =
                    cluster.awaitEvent(1, EventKind.NODE_REJOIN).outcome().data();
            assertThat(data).containsKeys("diverged_at", "discarded_to");
            // the agent's own probes may have committed something too
            assertThat(Integer.parseInt(data.get("discarded_transactions"))).isGreaterThanOrEqualTo(5);
            assertThat(Path.of(data.get("discarded_kept_in"))).isNotEmptyDirectory();
        }
    }

    @Test
    void r4ATimelineThatAnotherTermOpenedTooIsClonedAndNeverRewound(KafkaBroker broker) {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode first = cluster.primary(1);
            TestNode second = cluster.standby(2);
            first.server.execute("CREATE TABLE t (n bigint)");
            lose(first);
            cluster.freeze(true, 1);
            cluster.promote(2, null);
            Timeline taken = timeline(cluster, 2);
            second.server.execute("INSERT INTO t VALUES (1)");
            lose(second);

            // the first host is back, knows nothing of that timeline, and opens one of the same number
            first.startAgent();
            cluster.freeze(true, 1);
            cluster.promote(1, null);
            assertThat(timeline(cluster, 1)).isEqualTo(taken);
            first.server.execute("INSERT INTO t VALUES (2)");

            second.startAgent();
            follows(cluster, 2, 3);
            ClusterEvent.Outcome back =
                    cluster.awaitEvent(2, EventKind.NODE_REJOIN).outcome();
            assertThat(back.details()).contains("cloned anew: timeline " + taken + " was opened under term 2 here");
            assertThat(back.data()).containsEntry("reason", Reason.TIMELINE_TAKEN.name());
            assertThat(second.server.query("SELECT string_agg(n::text, ',') FROM t"))
                    .isEqualTo("2");
        }
    }

    private static void lose(TestNode node) {
        node.killAgent();
        node.server.killAll();
    }

    private static Timeline timeline(TestCluster cluster, int number) {
        return Objects.requireNonNull(cluster.last(number).server().wal()).timeline();
    }

    private static int furthest(TestCluster cluster) {
        return cluster.freeze(true, 2).stream()
                .max(Comparator.comparingLong(answer -> furthest(answer)))
                .map(FreezeAnswer::node)
                .map(NodeId::value)
                .orElseThrow();
    }

    private static long furthest(FreezeAnswer answer) {
        FreezeAnswer.Position position = answer.position();
        return position == null ? 0 : position.furthest().bytes();
    }

    private static void follows(TestCluster cluster, int number, long term) {
        cluster.await(
                number,
                beat -> beat.servesAs(Role.STANDBY)
                        && TestCluster.streams(beat)
                        && beat.standing().term().value() == term);
    }
}
