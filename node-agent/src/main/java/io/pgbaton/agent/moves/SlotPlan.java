package io.pgbaton.agent.moves;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Phase;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which physical replication slots a server has to hold for others (rule R3), on a primary and a standby alike:
/// one for each server that the view has stream from it. Slots of other names are not pgbaton's, and one in use
/// is left to whoever uses it.
public record SlotPlan(List<String> create, List<String> drop) {

    private static final String PREFIX = "repmgr_slot_";
    private static final SlotPlan NOTHING = new SlotPlan(List.of(), List.of());

    public record Slot(String name, boolean active) {}

    public static String nameFor(NodeId node) {
        return PREFIX + node;
    }

    /// Nothing changes between two primaries: the view does not say yet who streams from whom.
    public static SlotPlan of(ClusterView view, NodeId me, Collection<Slot> there) {
        if (!(view.phase() instanceof Phase.Steady) || view.primary().isEmpty()) {
            return NOTHING;
        }
        Set<String> wanted = new TreeSet<>();
        view.members().stream()
                .filter(member -> member.profile().kind() == NodeProfile.Kind.SERVER)
                .filter(member -> streamsFrom(view, member, me))
                .forEach(member -> wanted.add(nameFor(member.node())));
        List<String> names = there.stream().map(Slot::name).toList();
        return new SlotPlan(
                wanted.stream().filter(name -> !names.contains(name)).toList(),
                there.stream()
                        .filter(slot -> slot.name().startsWith(PREFIX) && !slot.active())
                        .map(Slot::name)
                        .filter(name -> !wanted.contains(name))
                        .toList());
    }

    /// One that the view gives no upstream streams from the primary.
    private static boolean streamsFrom(ClusterView view, ClusterView.Member member, NodeId me) {
        NodeId upstream = member.upstream() == null ? view.primary().orElseThrow() : member.upstream();
        return !member.node().equals(me) && !view.isPrimary(member.node()) && upstream.equals(me);
    }
}
