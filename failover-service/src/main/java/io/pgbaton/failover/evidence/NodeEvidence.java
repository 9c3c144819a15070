package io.pgbaton.failover.evidence;

import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.NodeDescribed;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Readiness;
import io.pgbaton.contracts.SystemId;
import io.pgbaton.contracts.Term;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of one node first-hand.
public record NodeEvidence(
        NodeId node,
        @Nullable Heard lastHeard,
        @Nullable NodeDescribed said,
        @Nullable FreezeAnswer lastAnswer,
        Boots boots,
        @Nullable Moment lastClaim) {

    static NodeEvidence none(NodeId node) {
        return new NodeEvidence(node, null, null, null, Boots.NONE, null);
    }

    NodeEvidence with(Heartbeat heartbeat, Moment now) {
        if (lastHeard != null && isOlder(heartbeat, lastHeard.heartbeat())) {
            return this;
        }
        if (lastHeard != null && boots.isLate(heartbeat.beat().boot(), now)) {
            return new NodeEvidence(node, lastHeard.again(now), said, lastAnswer, boots, lastClaim);
        }
        Heard next = lastHeard == null ? Heard.first(heartbeat, now) : lastHeard.then(heartbeat, now);
        return new NodeEvidence(
                node, next, said, lastAnswer, boots.heard(heartbeat.beat().boot(), now), lastClaim);
    }

    NodeEvidence with(NodeDescribed described) {
        return new NodeEvidence(node, lastHeard, described, lastAnswer, boots, lastClaim);
    }

    /// It said in the decision log that it lives, and nothing of its server.
    NodeEvidence claiming(Moment now) {
        return new NodeEvidence(node, lastHeard, said, lastAnswer, boots, now);
    }

    NodeEvidence silentSince(Moment last) {
        return new NodeEvidence(node, lastHeard == null ? null : lastHeard.again(last), said, lastAnswer, boots, null);
    }

    /// When anything was last read of it.
    Optional<Moment> lastSign() {
        Optional<Moment> beat = heard().map(Heard::at);
        Optional<Moment> claim = Optional.ofNullable(lastClaim);
        return beat.isPresent() && claim.isPresent()
                ? Optional.of(Moment.later(beat.get(), claim.get()))
                : beat.or(() -> claim);
    }

    /// A promise is final for its term: neither an older term's answer nor a late "alive" takes it back.
    NodeEvidence with(FreezeAnswer answer) {
        boolean older = lastAnswer != null && lastAnswer.term().isAbove(answer.term());
        boolean promised = lastAnswer != null
                && lastAnswer.term().equals(answer.term())
                && lastAnswer.position() != null
                && answer.position() == null;
        return older || promised ? this : new NodeEvidence(node, lastHeard, said, answer, boots, lastClaim);
    }

    /// A record delivered twice or late, of the same run of the agent.
    private static boolean isOlder(Heartbeat heartbeat, Heartbeat known) {
        return heartbeat.beat().boot().equals(known.beat().boot())
                && heartbeat.beat().sequence() <= known.beat().sequence();
    }

    public Optional<Heard> heard() {
        return Optional.ofNullable(lastHeard);
    }

    public Optional<Heartbeat> heartbeat() {
        return heard().map(Heard::heartbeat);
    }

    public Optional<NodeProfile> described() {
        return Optional.ofNullable(said).map(NodeDescribed::profile);
    }

    /// How ready its server is to change its role, within the last ten seconds.
    public Optional<Readiness> readiness() {
        return Optional.ofNullable(said).map(NodeDescribed::readiness);
    }

    /// Its PgBouncer, when it drives one.
    public Optional<NodeDescribed.Pooler> pooler() {
        return Optional.ofNullable(said).map(NodeDescribed::pooler);
    }

    public Optional<SystemId> systemId() {
        return heartbeat().map(heartbeat -> heartbeat.server().systemId());
    }

    public boolean is(Condition condition) {
        return lastHeard != null && lastHeard.condition() == condition;
    }

    /// What it answered to the freeze of exactly this term.
    public Optional<FreezeAnswer> answerTo(Term term) {
        return Optional.ofNullable(lastAnswer).filter(answer -> answer.term().equals(term));
    }

    /// Two agents speak under this node's id: nothing said under it can be believed.
    public boolean isDuplicate(Moment now) {
        return boots.alternate(now);
    }
}
