package io.pgbaton.agent.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Term;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The clock against the rules read literally: a model that keeps whatever happened and looks each route up in it.
class LeaseClockModelTest {

    private static final LeaseRules RULES = LeaseRules.of(Duration.ofSeconds(1), Duration.ofMillis(300));
    private static final List<Set<NodeId>> SETS = List.of(
            Set.of(new NodeId(2), new NodeId(3)),
            Set.of(new NodeId(2)),
            Set.of(new NodeId(2), new NodeId(3), new NodeId(4)));

    /// Follows L1, L1c, L2 and M1 with lists of everything.
    private static final class Naive {
        final Map<String, Long> claims = new HashMap<>();
        final List<LeaseClock.GrantAsked> grants = new ArrayList<>();
        boolean begun;
        long bus;
        long peer;
        long view = 1;
        Set<NodeId> asked = SETS.getFirst();

        void lead(Set<NodeId> next) {
            view++;
            asked = next;
            grants.removeIf(one -> !asked.contains(one.from()));
        }

        boolean holds(long now) {
            return begun && (now < bus || now < peer);
        }

        void claimRead(String nonce, boolean good, long now) {
            Long sent = claims.remove(nonce);
            if (sent != null && good && now < sent + RULES.length() && (!begun || holds(now))) {
                begun = true;
                bus = Math.max(bus, sent + RULES.length());
                claims.clear();
            }
        }

        void acknowledged(long sent, long now) {
            if (begun && now < bus) {
                bus = Math.max(bus, sent + RULES.length());
            }
        }

        void granted(LeaseClock.GrantAsked grant, long now) {
            if (!holds(now) || !asked.contains(grant.from())) {
                return;
            }
            grants.add(grant);
            long earliest = Long.MAX_VALUE;
            for (NodeId node : asked) {
                long latest = -1;
                for (LeaseClock.GrantAsked one : grants) {
                    if (one.from().equals(node)) {
                        latest = Math.max(latest, one.sentAt());
                    }
                }
                if (latest < 0) {
                    return;
                }
                earliest = Math.min(earliest, latest);
            }
            peer = Math.max(peer, earliest + RULES.length());
        }
    }

    @Test
    void everyOrderOfEventsGivesTheDeadlinesTheRulesGive() {
        int lapsed = 0;
        int bothRoutes = 0;
        for (long seed = 1; seed <= 2_000; seed++) {
            Random random = new Random(seed);
            Naive naive = new Naive();
            LeaseClock clock =
                    LeaseClock.none(RULES).lead(new LeaseClock.Reign(new Term(1), 1, SETS.getFirst()), 1_000);
            long now = 1_000;
            for (int step = 0; step < 60; step++) {
                now += random.nextInt(200);
                clock = step(random, now, step, clock, naive);
                assertThat(clock.begun()).as("seed %d step %d", seed, step).isEqualTo(naive.begun);
                assertThat(clock.busUntil())
                        .as("bus, seed %d step %d", seed, step)
                        .isEqualTo(naive.bus);
                assertThat(clock.peerUntil())
                        .as("peer, seed %d step %d", seed, step)
                        .isEqualTo(naive.peer);
                assertThat(clock.holds(now)).as("seed %d step %d", seed, step).isEqualTo(naive.holds(now));
                bothRoutes += clock.peerHolds(now) && !clock.busHolds(now) ? 1 : 0;
            }
            lapsed += clock.begun() && !clock.holds(now) ? 1 : 0;
        }
        // the test reaches what it is for
        assertThat(lapsed).isGreaterThan(100);
        assertThat(bothRoutes).isGreaterThan(100);
    }

    private static LeaseClock step(Random random, long now, int step, LeaseClock clock, Naive naive) {
        long sent = now - random.nextInt(700);
        return switch (random.nextInt(8)) {
            case 0 -> {
                String nonce = "n" + step;
                naive.claims.put(nonce, now);
                yield clock.claimSent(nonce, now);
            }
            case 1, 2 -> {
                String nonce = "n" + (step - random.nextInt(6));
                boolean good = random.nextInt(4) > 0;
                naive.claimRead(nonce, good, now);
                yield clock.claimRead(nonce, good, now);
            }
            case 3 -> {
                if (random.nextInt(4) == 0) {
                    naive.lead(SETS.get(random.nextInt(SETS.size())));
                }
                yield clock.lead(new LeaseClock.Reign(new Term(1), naive.view, naive.asked), now);
            }
            case 4, 5 -> {
                LeaseClock.GrantAsked grant =
                        new LeaseClock.GrantAsked(new NodeId(2 + random.nextInt(3)), new Term(1), sent);
                naive.granted(grant, now);
                yield clock.granted(grant, now);
            }
            default -> {
                naive.acknowledged(sent, now);
                yield clock.acknowledged(new LeaseClock.Beat(new Term(1), sent), now);
            }
        };
    }
}
