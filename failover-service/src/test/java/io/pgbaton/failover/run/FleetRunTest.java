package io.pgbaton.failover.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Explanation;
import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.Marker;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Report;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.RequestStatus;
import io.pgbaton.contracts.Severity;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.failover.decide.FailoverPolicy;
import io.pgbaton.failover.decide.Now;
import io.pgbaton.failover.evidence.Moment;
import io.pgbaton.failover.script.ScriptedAgent;
import io.pgbaton.failover.script.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class FleetRunTest {

    private static final ClusterId ORDERS = new ClusterId("orders");
    private static final ClusterId BROKEN = new ClusterId("broken");

    private final Log log = new Log();
    private final RequestLedger ledger = new RequestLedger();
    private final Explanations explanations = new Explanations();
    private final FleetRun run = new FleetRun(
            new FailoverPolicy(World.RULES),
            World.RULES.silence(),
            new FleetRun.Ports(log, log, log, log),
            new FleetRun.Told(ledger, explanations));
    private final ScriptedAgent first = new ScriptedAgent(ORDERS, 1);
    private final ScriptedAgent second = new ScriptedAgent(ORDERS, 2);
    private Moment moment = new Moment(1_000_000_000L);

    /// Stores whatever is written, and gives it back.
    private static final class Log implements Bus, Journal, Markers, Meters {
        final List<Decision> decisions = new ArrayList<>();
        final Queue<Inbound> inbound = new ArrayDeque<>();
        private final Queue<Outcome> outcomes = new ArrayDeque<>();
        private long markers;

        @Override
        public List<Inbound> poll(Duration patience) {
            List<Inbound> all = List.copyOf(inbound);
            inbound.clear();
            return all;
        }

        @Override
        public boolean isCaughtUp() {
            return true;
        }

        @Override
        public long decisionsReadTo(int partition) {
            return decisions.size();
        }

        @Override
        public OptionalLong decisionsEnd(int partition) {
            return OptionalLong.of(decisions.size());
        }

        @Override
        public void write(int partition, List<Entry> batch) {
            for (Entry entry : batch) {
                decisions.addAll(entry.decisions());
                entry.decisions()
                        .forEach(decision -> inbound.add(new Inbound.DecisionIn(partition, decision, Instant.EPOCH)));
            }
            outcomes.add(new Stored(partition, decisions.size()));
        }

        @Override
        public Optional<Outcome> outcome() {
            return inbound.isEmpty() ? Optional.ofNullable(outcomes.poll()) : Optional.empty();
        }

        @Override
        public Marker next(ClusterId cluster) {
            return new Marker(cluster, "here", ++markers);
        }

        @Override
        public void send(int partition, Marker marker) {
            inbound.add(new Inbound.ReportIn(partition, marker));
        }

        @Override
        public void decided(Duration latency) {}

        @Override
        public void dropped() {}
    }

    private static ClusterView view(ClusterId cluster, ClusterView.Reign reign, ScriptedAgent... agents) {
        List<ClusterView.Member> members = new ArrayList<>();
        for (ScriptedAgent agent : agents) {
            members.add(new ClusterView.Member(agent.node, agent.profile, true, null));
        }
        return new ClusterView(cluster, 1, reign, new Phase.Steady(), members);
    }

    private void read(ClusterView view) {
        run.read(
                new Inbound.DecisionIn(
                        0, new Decision.ViewChanged(view, 0, Reason.PROMOTED, "as it was before"), Instant.EPOCH),
                moment);
    }

    private void read(Report report) {
        run.read(new Inbound.ReportIn(0, report), moment);
    }

    private void turn(Duration later) {
        moment = moment.plus(later);
        log.poll(Duration.ZERO).forEach(each -> run.read(each, moment));
        run.turn(new Now(moment, Instant.EPOCH));
    }

    private void run(Duration time, ScriptedAgent... speaking) {
        for (long at = 0; at < time.toMillis(); at += 50) {
            if (at % 500 == 0) {
                for (ScriptedAgent agent : speaking) {
                    agent.heartbeat().ifPresent(this::read);
                }
            }
            turn(Duration.ofMillis(50));
        }
    }

    private long promotions() {
        return log.decisions.stream().filter(Decision.Promote.class::isInstance).count();
    }

    private void registerBoth() {
        first.promotedBefore();
        second.upstream = first.node;
        second.term = new Term(1);
        read(view(ORDERS, new ClusterView.Reign(new Term(1), first.node, ScriptedAgent.SYSTEM, null), first, second));
    }

    private FreezeAnswer promiseOfSecond() {
        return FreezeAnswer.promised(
                ORDERS,
                second.node,
                new Term(2),
                new FreezeAnswer.Position(new Timeline(1), new Lsn(second.lsn), new Lsn(second.lsn)));
    }

    @Test
    void aProofOfSilenceDoesNotOutliveAStandstill() {
        registerBoth();
        run(Duration.ofSeconds(1), first, second);
        run(Duration.ofMillis(4500), second);
        assertThat(run.stateOf(ORDERS).orElseThrow().view().phase()).isInstanceOf(Phase.Freezing.class);

        turn(Duration.ofSeconds(2));
        read(promiseOfSecond());
        run(Duration.ofMillis(2500), second);
        assertThat(promotions()).isZero();
        run(Duration.ofSeconds(2), second);
        assertThat(promotions()).isPositive();
    }

    @Test
    void aClusterThatMakesNoSenseDoesNotStopTheOthersOfItsPartition() {
        read(view(BROKEN, new ClusterView.Reign(new Term(1), null, null, null)));
        registerBoth();
        run(Duration.ofSeconds(1), first, second);
        first.crash();
        read(first.beat());
        run(Duration.ofMillis(100), second);
        read(promiseOfSecond());
        run(Duration.ofMillis(100), second);
        assertThat(promotions()).isEqualTo(1);
        assertThat(log.decisions).extracting(Decision::cluster).containsOnly(ORDERS);
    }

    @Test
    void aRequestReadBeforeATakeoverIsTakenUpAfterIt() {
        Request request = new Request(
                new RequestId("r1"),
                ORDERS,
                new Request.Asked("alice", Instant.EPOCH, false),
                new Request.Switchover(new NodeId(2)));
        assertThat(ledger.asked(request)).isTrue();
        assertThat(ledger.asked(request)).isFalse();
        ledger.readAgain();
        assertThat(ledger.asked(request)).isTrue();
        assertThat(ledger.status(request.id()).orElseThrow().state()).isEqualTo(RequestStatus.State.RUNNING);
    }

    private static ClusterEvent explaining(int number) {
        Explanation explanation = new Explanation(
                Instant.EPOCH.plusSeconds(number),
                new Explanation.Decided(
                        Explanation.Kind.REFUSED,
                        Reason.PRIMARY_SILENT,
                        Reason.PAUSED,
                        new Explanation.Change(new Term(1), new NodeId(1), null, null),
                        "number " + number),
                List.of(),
                List.of(),
                Map.of());
        return new ClusterEvent(
                "e" + number,
                explanation.at(),
                ORDERS,
                new ClusterEvent.Subject(EventKind.DECISION_EXPLAINED.wireName(), null, new Term(1), null),
                new ClusterEvent.Outcome(
                        true,
                        Severity.INFO,
                        "",
                        Map.of(Explanation.IN_EVENT, new String(Wire.write(explanation), StandardCharsets.UTF_8))));
    }

    @Test
    void theLatestExplanationsAreKeptNewestFirstAndEachOnce() {
        for (int number = 1; number <= 25; number++) {
            run.read(new Inbound.EventIn(explaining(number)), moment);
            run.read(new Inbound.EventIn(explaining(number)), moment);
        }
        assertThat(explanations.of(ORDERS))
                .hasSize(20)
                .extracting(one -> one.decided().summary())
                .startsWith("number 25", "number 24")
                .endsWith("number 6");
        assertThat(explanations.of(BROKEN)).isEmpty();
    }
}
