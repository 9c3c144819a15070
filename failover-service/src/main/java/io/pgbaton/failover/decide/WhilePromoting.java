package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.failover.evidence.Heard;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A candidate has been told to promote: it becomes primary (rule F8), or another election opens (rule F9).
final class WhilePromoting {

    private static final Duration PROMOTE_AGAIN = Duration.ofSeconds(5);
    /// A candidate that still replays what it has received gets more time.
    private static final int PATIENCE_WHILE_REPLAYING = 10;

    private final Situation situation;
    private final Phase.Promoting promoting;
    private final Draft draft;

    WhilePromoting(Situation situation, Phase.Promoting promoting, Draft draft) {
        this.situation = situation;
        this.promoting = promoting;
        this.draft = draft;
    }

    void decide() {
        LeaseFinding lease = situation.lease();
        Optional<Heartbeat> promoted = promoted();
        if (promoted.isPresent()) {
            becomeSteady(promoted.get());
            return;
        }
        switch (lease) {
            case LeaseFinding.Released _ -> openAgain(Reason.PRIMARY_RELEASED);
            case LeaseFinding.Lapsed _, LeaseFinding.NeverBegan _ -> openAgain(Reason.PRIMARY_SILENT);
            case LeaseFinding.Unproven _ -> Silence.prove(situation, draft, lease);
            case LeaseFinding.Running _ -> waitForPromotion();
        }
    }

    private Optional<Heartbeat> promoted() {
        return situation
                .of(situation.primary())
                .heartbeat()
                .filter(_ -> !situation.of(situation.primary()).isDuplicate(situation.moment()))
                .filter(heartbeat -> heartbeat.servesAs(Role.PRIMARY))
                .filter(heartbeat ->
                        heartbeat.standing().term().isAtLeast(situation.view().term()))
                .filter(heartbeat -> !heartbeat.releases(situation.view().term()));
    }

    private void waitForPromotion() {
        if (situation.phaseLasted(timeout())) {
            openAgain(Reason.PROMOTION_TIMED_OUT);
        } else if (situation.isDue(Mark.of(Mark.Kind.PROMOTE_SENT), PROMOTE_AGAIN)) {
            ElectionMoves.sendPromote(
                    situation, draft, situation.view().term(), new ElectionMoves.Target(situation.primary(), null));
        } else {
            Membership.welcomeDuringPromotion(situation, draft);
        }
    }

    private Duration timeout() {
        Duration patience = situation.rules().timeouts().promotion();
        return isReplaying() ? patience.multipliedBy(PATIENCE_WHILE_REPLAYING) : patience;
    }

    private boolean isReplaying() {
        return situation
                .of(situation.primary())
                .heartbeat()
                .map(Heartbeat::server)
                .filter(server -> server.state() == ServerState.RUNNING)
                .map(Heartbeat.Server::wal)
                .filter(WhilePromoting::isBehindItself)
                .isPresent();
    }

    private static boolean isBehindItself(Heartbeat.Wal wal) {
        Lsn received = wal.received();
        Lsn replayed = wal.replayed();
        return received != null && replayed != null && received.bytesAheadOf(replayed) > 0;
    }

    /// The failed candidate counts as the primary: it may have become writable unseen, so its lease must end too.
    private void openAgain(Reason cause) {
        boolean released = cause == Reason.PRIMARY_RELEASED;
        Reason told = promoting.cause() == Reason.PRIMARY_CAME_BACK ? cause : Reason.PROMOTION_TIMED_OUT;
        String failure = situation.primaryName() + " did not become primary under term "
                + situation.view().term() + ": " + cause.meaning();
        ElectionMoves.open(
                situation,
                draft,
                new Phase.Freezing(situation.nextTerm(), told, released, promoting.switchover()),
                failure);
        draft.tell(Happening.of(EventKind.PROMOTE_ERROR, failure)
                .failed()
                .about(situation.primary())
                .because(cause));
    }

    private void becomeSteady(Heartbeat heartbeat) {
        Heartbeat.Wal wal = heartbeat.server().wal();
        Timeline timeline = wal == null ? situation.view().reign().timeline() : wal.timeline();
        ClusterView.Reign before = situation.view().reign();
        ClusterView.Reign reign = new ClusterView.Reign(
                before.term(),
                situation.primary(),
                before.systemId() == null ? heartbeat.server().systemId() : before.systemId(),
                timeline,
                opened(before, timeline),
                timeline == null ? before.before() : null);
        String explanation = situation.primaryName() + " is primary under term " + before.term();
        draft.change(reign, new Phase.Steady(), following(reign), new Draft.Why(Reason.PROMOTED, explanation));
        new Arrivals(situation, promoting, draft).tell(timeline);
        situation.view().members().stream()
                .filter(member -> !situation.view().isPrimary(member.node()))
                .filter(member -> member.profile().kind() == NodeProfile.Kind.SERVER)
                .forEach(member -> Courses.direct(situation, draft, member.node(), wayOf(member.node())));
    }

    /// R4: what another term opened from this number on is no part of the history any more. A re-affirmed reign kept
    /// its timeline (F10): nothing was opened.
    private static List<ClusterView.Opened> opened(ClusterView.Reign before, @Nullable Timeline timeline) {
        if (timeline == null || timeline.equals(before.timeline())) {
            return before.opened();
        }
        Stream<ClusterView.Opened> older =
                before.opened().stream().filter(entry -> entry.timeline().compareTo(timeline) < 0);
        return Stream.concat(older, Stream.of(new ClusterView.Opened(timeline, before.term())))
                .toList();
    }

    private List<ClusterView.Member> following(ClusterView.Reign reign) {
        NodeId primary = situation.primary();
        return situation.view().members().stream()
                .map(member -> new ClusterView.Member(
                        member.node(),
                        member.profile(),
                        member.node().equals(primary) || (member.electable() && !hasOneOfItsOwn(member.node(), reign)),
                        upstreamOf(member)))
                .toList();
    }

    /// F5, R4: a candidate that failed may have opened a timeline all the same, and parts there from this
    /// primary. Until it streams it is not to be chosen for being on the newest timeline.
    private boolean hasOneOfItsOwn(NodeId node, ClusterView.Reign reign) {
        Timeline opened = reign.timeline();
        return opened != null
                && !opened.equals(situation.view().reign().timeline())
                && situation
                        .of(node)
                        .heard()
                        .map(Heard::wal)
                        .map(Heartbeat.Wal::timeline)
                        .filter(timeline -> timeline.compareTo(opened) >= 0)
                        .isPresent();
    }

    private @Nullable NodeId upstreamOf(ClusterView.Member member) {
        boolean streams = member.profile().kind() == NodeProfile.Kind.SERVER
                && !situation.view().isPrimary(member.node());
        // a failover has taken everybody's upstream away; the same primary under another term has not (rule F10)
        return streams ? situation.upstreamOf(member.node()) : null;
    }

    private Courses.Way wayOf(NodeId node) {
        boolean wasPrimary = node.equals(promoting.former())
                || situation
                        .of(node)
                        .heard()
                        .map(Heard::condition)
                        .filter(Courses::needsRejoin)
                        .isPresent();
        return wasPrimary ? Courses.Way.REJOIN : Courses.Way.FOLLOW;
    }
}
