package io.pgbaton.notifier.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Severity;
import io.pgbaton.contracts.Term;
import io.pgbaton.notifier.Events;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingTest {

    private static final Target DBA = Target.mail("dba@example.com");
    private static final Target HOOK = Target.webhook("hook");

    @ParameterizedTest
    @CsvSource({
        "*, anything, true",
        "failover_*, failover_promote, true",
        "failover_*, standby_promote, false",
        "*_promote, failover_promote, true",
        "node_?ejoin, node_rejoin, true",
        "orders, orders, true",
        "orders, orders-2, false",
        "o*s-?, orders-2, true",
        "*a*a*a*a*a*b, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, false",
        "a?, a, false",
    })
    void aPatternMatchesAsInAShell(String pattern, String text, boolean matches) {
        assertThat(new Glob(pattern).matches(text)).isEqualTo(matches);
    }

    @Test
    void anEventGoesToEveryTargetOfEverySubscriptionThatWantsIt() {
        Routing routing = new Routing(List.of(
                subscription("all", Match.EVERYTHING, DBA, HOOK),
                subscription("orders", new Match(List.of(Glob.ANY), List.of(new Glob("orders")), Severity.INFO), DBA),
                subscription(
                        "billing", new Match(List.of(Glob.ANY), List.of(new Glob("billing")), Severity.INFO), DBA)));

        assertThat(routing.deliveries(Events.failover("orders")))
                .extracting(Delivery::subscription, Delivery::target)
                .containsExactly(tuple("all", DBA), tuple("all", HOOK), tuple("orders", DBA));
    }

    @ParameterizedTest
    @CsvSource({"INFO, true", "WARNING, true", "CRITICAL, true"})
    void aFailoverPassesEverySeverity(Severity minimum, boolean passes) {
        assertThat(new Match(List.of(Glob.ANY), List.of(Glob.ANY), minimum).accepts(Events.failover("orders")))
                .isEqualTo(passes);
    }

    @Test
    void whatIsLessSevereThanAskedForIsNotTold() {
        Match match = new Match(List.of(Glob.ANY), List.of(Glob.ANY), Severity.WARNING);

        assertThat(match.accepts(Events.of(EventKind.AGENT_START, "orders", "")))
                .isFalse();
        assertThat(match.accepts(Events.of(EventKind.NODE_FENCED, "orders", "")))
                .isTrue();
    }

    @Test
    void anEventOfAKindFromANewerVersionIsRoutedByItsNameAndSeverity() {
        Match match = new Match(List.of(new Glob("moon_*")), List.of(Glob.ANY), Severity.WARNING);

        assertThat(match.accepts(Events.ofKind("moon_eclipsed", Severity.ERROR, "orders")))
                .isTrue();
        assertThat(match.accepts(Events.ofKind("sun_eclipsed", Severity.ERROR, "orders")))
                .isFalse();
    }

    @Test
    void theIdDependsOnEventSubscriptionAndTargetAndNothingElse() {
        ClusterEvent event = Events.failover("orders");
        ClusterEvent changed = new ClusterEvent(
                event.id(), event.at().plusSeconds(9), new ClusterId("x"), event.subject(), event.outcome());

        String id = Delivery.of(event, "all", DBA).id();

        assertThat(Delivery.of(changed, "all", DBA).id()).isEqualTo(id);
        assertThat(Delivery.of(event, "other", DBA).id()).isNotEqualTo(id);
        assertThat(Delivery.of(event, "all", HOOK).id()).isNotEqualTo(id);
        assertThat(Delivery.of(Events.failover("orders"), "all", DBA).id()).isNotEqualTo(id);
        assertThat(id).matches("dlv_[0-9a-f]{32}");
    }

    @Test
    void theIdOfAKnownDeliveryNeverChangesBetweenVersions() {
        ClusterEvent event = new ClusterEvent(
                "4711",
                Events.AT,
                new ClusterId("orders"),
                new ClusterEvent.Subject("failover_promote", null, Term.NONE, null),
                new ClusterEvent.Outcome(true, Severity.CRITICAL, "", Map.of()));

        assertThat(Delivery.of(event, "all", DBA).id()).isEqualTo("dlv_5269f10d3a77497440487d1a29d08222");
    }

    @Test
    void aReceiverIsNotToldThatItCannotBeReached() {
        ClusterEvent exhausted = new ClusterEvent(
                "1",
                Events.AT,
                new ClusterId("orders"),
                new ClusterEvent.Subject("delivery_exhausted", null, Term.NONE, null),
                new ClusterEvent.Outcome(true, Severity.ERROR, "", Map.of("target", "webhook:hook")));
        Routing routing = new Routing(List.of(subscription("all", Match.EVERYTHING, DBA, HOOK)));

        assertThat(routing.deliveries(exhausted)).extracting(Delivery::target).containsExactly(DBA);
    }

    private static Subscription subscription(String name, Match match, Target... to) {
        return new Subscription(name, match, List.of(to));
    }
}
