package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterPolicy;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Term;
import io.pgbaton.failover.elect.Candidate;
import io.pgbaton.failover.evidence.Heard;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The moves of an election: open it, choose in it, or give it to the same primary again.
final class ElectionMoves {

    private static final Duration FREEZE_AGAIN = Duration.ofSeconds(1);

    private ElectionMoves() {}

    /// Opens the election of `freezing.next()` (rule F4).
    static void open(Situation situation, Draft draft, Phase.Freezing freezing, String explanation) {
        draft.phase(freezing, new Draft.Why(freezing.cause(), explanation));
        if (situation.view().phase() instanceof Phase.Steady || situation.view().phase() instanceof Phase.Stopping) {
            draft.clear(Mark.of(Mark.Kind.START_TOLD));
            situation
                    .of(situation.primary())
                    .heard()
                    .map(Heard::at)
                    .ifPresent(at -> draft.mark(Mark.of(Mark.Kind.SUSPECTED), at));
        }
        draft.mark(Mark.of(Mark.Kind.OPENED));
        sendFreeze(situation, draft, freezing);
    }

    /// May be repeated: who has promised answers the same again.
    static void sendFreeze(Situation situation, Draft draft, Phase.Freezing freezing) {
        draft.mark(Mark.of(Mark.Kind.FREEZE_SENT));
        draft.command(version ->
                new Decision.Freeze(situation.view().cluster(), version, freezing.next(), freezing.released()));
    }

    static void askAgain(Situation situation, Draft draft, Phase.Freezing freezing) {
        if (situation.isDue(Mark.of(Mark.Kind.FREEZE_SENT), FREEZE_AGAIN)) {
            sendFreeze(situation, draft, freezing);
        }
    }

    static void tellStarted(Situation situation, Draft draft, Reason cause) {
        draft.mark(Mark.of(Mark.Kind.START_TOLD));
        draft.tell(Happening.of(
                        EventKind.FAILOVER_STARTED,
                        "primary " + situation.primaryName() + " is lost: " + cause.meaning())
                .about(situation.primary())
                .because(cause));
    }

    /// A choice: `reason` says why this one, `account` why not the others.
    record Choice(Candidate candidate, Reason reason, String account, Decision.@Nullable Tail tail) {}

    /// View, command and reason go out together (rule F6).
    static void promote(Situation situation, Draft draft, Phase.Freezing freezing, Choice choice) {
        NodeId chosen = choice.candidate().node();
        Ballots ballots = Ballots.count(situation, freezing.next());
        List<ClusterView.Member> members = situation.view().members().stream()
                .map(member -> frozen(member, member.node().equals(chosen) || ballots.isStandby(member.node())))
                .toList();
        ClusterView.Reign old = situation.view().reign();
        ClusterView.Reign reign = new ClusterView.Reign(
                freezing.next(),
                chosen,
                old.systemId(),
                null,
                old.opened(),
                old.held().orElse(null));
        Phase promoting = new Phase.Promoting(situation.primary(), freezing.cause(), freezing.switchover());
        ClusterPolicy policy = new SynchronousSet(situation, draft).ledBy(chosen, ballots);
        boolean failedOver = freezing.switchover() == null && !situation.view().isPrimary(chosen);
        draft.bind(
                failedOver
                        ? policy.with(
                                new ClusterPolicy.LastFailover(situation.now().instant(), freezing.next(), false))
                        : policy);
        draft.change(reign, promoting, members, new Draft.Why(choice.reason(), choice.account()));
        draft.fact("candidates", choice.account());
        situation
                .knownEnd(situation.primary())
                .ifPresent(end -> draft.fact(
                        "lsn_gap_bytes",
                        Long.toString(end.bytesAheadOf(choice.candidate().furthest()))));
        draft.mark(Mark.of(Mark.Kind.DECIDED));
        Switchovers.step(
                draft,
                freezing.switchover(),
                choice.candidate().name() + " is told to promote under term " + freezing.next() + ": "
                        + choice.reason().meaning());
        sendPromote(situation, draft, freezing.next(), new Target(chosen, choice.tail()));
    }

    record Target(NodeId node, Decision.@Nullable Tail tail) {}

    static void sendPromote(Situation situation, Draft draft, Term term, Target target) {
        draft.mark(Mark.of(Mark.Kind.PROMOTE_SENT));
        draft.command(version ->
                new Decision.Promote(situation.view().cluster(), version, term, target.node(), target.tail()));
    }

    /// While nobody is primary nobody streams; a standby that promised this term has bound itself to it (rule M2).
    /// A former primary that was not chosen may have more than whoever was: it has to come back first.
    private static ClusterView.Member frozen(ClusterView.Member member, boolean bound) {
        boolean electable = bound && member.profile().kind() == NodeProfile.Kind.SERVER;
        return new ClusterView.Member(member.node(), member.profile(), electable, null);
    }

    /// The primary proved alive: the election ends in its new term, with the same node (rule F10).
    static void reaffirm(Situation situation, Draft draft, Phase.Freezing freezing) {
        NodeId same = situation.primary();
        ClusterView.Reign old = situation.view().reign();
        ClusterView.Reign reign = new ClusterView.Reign(
                freezing.next(), same, old.systemId(), old.timeline(), old.opened(), old.before());
        String explanation =
                situation.primaryName() + " is alive and writable: it stays primary, under term " + freezing.next();
        draft.change(
                reign,
                new Phase.Promoting(same, Reason.PRIMARY_CAME_BACK, freezing.switchover()),
                situation.view().members(),
                new Draft.Why(Reason.PRIMARY_CAME_BACK, explanation));
        draft.mark(Mark.of(Mark.Kind.DECIDED));
        sendPromote(situation, draft, freezing.next(), new Target(same, null));
    }
}
