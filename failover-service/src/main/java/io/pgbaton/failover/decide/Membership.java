package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Role;
import io.pgbaton.failover.evidence.Condition;
import io.pgbaton.failover.evidence.Heard;
import io.pgbaton.failover.evidence.NodeEvidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Who belongs to the cluster, and who of them may be elected (rules M1, M2). All changes of one moment are one new
/// view version.
final class Membership {

    /// A receiver that reconnects, or an agent that restarts, must not make a view version each time.
    static final Duration STRAYED_FOR = Duration.ofSeconds(5);

    private final Situation situation;
    private final Draft draft;
    private final List<Draft.Why> changes = new ArrayList<>();

    private Membership(Situation situation, Draft draft) {
        this.situation = situation;
        this.draft = draft;
    }

    static void update(Situation situation, Draft draft) {
        Membership membership = new Membership(situation, draft);
        List<ClusterView.Member> members = new ArrayList<>(situation.view().members().stream()
                .filter(membership::stays)
                .map(membership::current)
                .toList());
        members.addAll(membership.newcomers());
        membership.write(members);
    }

    /// One that is taken out goes when no election and no commit asks for it any more.
    private boolean stays(ClusterView.Member member) {
        NodeId node = member.node();
        boolean needed = !situation.orders().unregistered().contains(node)
                || member.electable()
                || situation.view().isPrimary(node)
                || situation.confirming().stream().anyMatch(set -> set.has(node))
                || situation.view().members().stream().anyMatch(other -> node.equals(other.upstream()));
        if (!needed) {
            boolean witness = member.profile().kind() == NodeProfile.Kind.WITNESS;
            String name = member.profile().name();
            changes.add(new Draft.Why(Reason.NODE_UNREGISTERED, name + " left"));
            draft.tell(Happening.of(
                            witness ? EventKind.WITNESS_UNREGISTER : EventKind.STANDBY_UNREGISTER,
                            name + " is no member of the cluster any more")
                    .about(node)
                    .because(Reason.NODE_UNREGISTERED));
        }
        return needed;
    }

    /// While a candidate promotes, who comes back bound to its term may be elected if it fails (rule F9).
    static void welcomeDuringPromotion(Situation situation, Draft draft) {
        Membership membership = new Membership(situation, draft);
        membership.write(situation.view().members().stream()
                .map(membership::boundToThisTerm)
                .toList());
    }

    private void write(List<ClusterView.Member> members) {
        if (changes.isEmpty()) {
            return;
        }
        List<String> said = changes.stream().map(Draft.Why::explanation).toList();
        draft.members(members, new Draft.Why(changes.getFirst().reason(), String.join("; ", said)));
    }

    private ClusterView.Member current(ClusterView.Member member) {
        NodeProfile profile = profileNow(member);
        if (!profile.equals(member.profile())) {
            changes.add(new Draft.Why(Reason.NODE_CHANGED, profile.name() + " has a new configuration"));
        }
        NodeId upstream = new Cascade(situation).upstreamOf(member, profile);
        if (upstream != null && !upstream.equals(member.upstream())) {
            changes.add(new Draft.Why(
                    Reason.UPSTREAM_CHANGED,
                    profile.name() + " streams from " + situation.name(upstream) + " from now on"));
        }
        boolean direct = upstream == null || situation.view().isPrimary(upstream);
        boolean electable = direct && electableNow(member, profile);
        if (electable != member.electable()) {
            changes.add(electability(profile.name(), electable));
        }
        return new ClusterView.Member(member.node(), profile, electable, upstream);
    }

    private static Draft.Why electability(String name, boolean electable) {
        return electable
                ? new Draft.Why(Reason.NODE_ELECTABLE, name + " may be promoted")
                : new Draft.Why(Reason.NODE_NOT_ELECTABLE, name + " may not be promoted at the moment");
    }

    /// A node that two agents claim changes its profile with each of them: keep the one it joined with.
    private NodeProfile profileNow(ClusterView.Member member) {
        NodeEvidence node = situation.of(member.node());
        return node.isDuplicate(situation.moment())
                ? member.profile()
                : node.described().orElse(member.profile());
    }

    private boolean electableNow(ClusterView.Member member, NodeProfile profile) {
        if (situation.view().isPrimary(member.node())) {
            return true;
        }
        NodeEvidence node = situation.of(member.node());
        boolean mayEver =
                profile.kind() == NodeProfile.Kind.SERVER && profile.election().priority() > 0;
        boolean ordered = situation.orders().unregistered().contains(member.node())
                || situation.orders().resting().contains(member.node());
        if (!mayEver || ordered || node.isDuplicate(situation.moment())) {
            return false;
        }
        if (member.electable()) {
            return !hasStrayed(member.node());
        }
        return node.heard().filter(this::followsThisReign).isPresent() && situation.isHeard(member.node());
    }

    private boolean followsThisReign(Heard heard) {
        Heartbeat heartbeat = heard.heartbeat();
        boolean here = heard.upstream().filter(situation.primary()::equals).isPresent();
        return heard.condition() == Condition.STREAMING
                && here
                && isOfThisSystem(heartbeat)
                && heartbeat.standing().term().isAtLeast(situation.view().term());
    }

    /// Gone or detached for long, while the primary itself is well: when it is not, its standbys cannot stream.
    private boolean hasStrayed(NodeId node) {
        boolean primaryWell = situation.of(situation.primary()).is(Condition.WRITABLE)
                && situation.phaseLasted(STRAYED_FOR)
                && situation
                                .evidence()
                                .silence(situation.primary(), situation.moment())
                                .compareTo(situation.rules().lease().dividedBy(2))
                        < 0;
        if (!primaryWell) {
            return false;
        }
        boolean silent = situation
                        .evidence()
                        .silence(node, situation.moment())
                        .compareTo(situation.rules().standbySilence())
                >= 0;
        boolean detached = situation
                .of(node)
                .heard()
                .filter(heard -> heard.condition() != Condition.STREAMING)
                .filter(heard -> heard.lasted(situation.moment()).compareTo(STRAYED_FOR) >= 0)
                .isPresent();
        return silent || detached;
    }

    private boolean isOfThisSystem(Heartbeat heartbeat) {
        return heartbeat.server().systemId() != null
                && heartbeat.server().systemId().equals(situation.view().reign().systemId());
    }

    private List<ClusterView.Member> newcomers() {
        return situation.evidence().nodes().values().stream()
                .filter(node -> situation.view().member(node.node()).isEmpty())
                .filter(node -> !situation.orders().unregistered().contains(node.node()))
                .filter(node -> !node.isDuplicate(situation.moment()))
                .sorted(Comparator.comparing(NodeEvidence::node))
                .flatMap(node -> welcome(node).stream())
                .toList();
    }

    private Optional<ClusterView.Member> welcome(NodeEvidence node) {
        if (node.described().isEmpty() || node.heartbeat().isEmpty() || !situation.isHeard(node.node())) {
            return Optional.empty();
        }
        NodeProfile profile = node.described().orElseThrow();
        Heartbeat heartbeat = node.heartbeat().orElseThrow();
        boolean witness = profile.kind() == NodeProfile.Kind.WITNESS;
        if (!witness && !(heartbeat.servesAs(Role.STANDBY) && isOfThisSystem(heartbeat))) {
            return Optional.empty();
        }
        changes.add(new Draft.Why(Reason.NODE_REGISTERED, profile.name() + " joined"));
        String details = profile.name() + (witness ? " joined as a witness" : " joined as a standby");
        draft.tell(Happening.of(witness ? EventKind.WITNESS_REGISTER : EventKind.STANDBY_REGISTER, details)
                .about(node.node())
                .because(Reason.NODE_REGISTERED));
        if (!witness) {
            // following this view is what binds it to the term, and makes it electable (rule M2)
            Courses.direct(situation, draft, node.node(), Courses.Way.FOLLOW);
        }
        return Optional.of(new ClusterView.Member(node.node(), profile, false, witness ? null : situation.primary()));
    }

    private ClusterView.Member boundToThisTerm(ClusterView.Member member) {
        boolean bound = !member.electable()
                && !situation.orders().unregistered().contains(member.node())
                && !situation.orders().resting().contains(member.node())
                && !situation.view().isPrimary(member.node())
                && member.profile().kind() == NodeProfile.Kind.SERVER
                && member.profile().election().priority() > 0
                && situation.isHeard(member.node())
                && situation.of(member.node()).heartbeat().filter(this::isBound).isPresent();
        if (!bound) {
            return member;
        }
        changes.add(electability(member.profile().name(), true));
        return new ClusterView.Member(member.node(), member.profile(), true, member.upstream());
    }

    private boolean isBound(Heartbeat heartbeat) {
        return heartbeat.servesAs(Role.STANDBY)
                && isOfThisSystem(heartbeat)
                && situation.hasFollowedTheLast(heartbeat)
                && heartbeat.standing().promised().isAtLeast(situation.view().term());
    }
}
