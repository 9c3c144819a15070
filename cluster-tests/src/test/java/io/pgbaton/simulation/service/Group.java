package io.pgbaton.simulation.service;

import io.pgbaton.simulation.time.Scheduler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The consumer group's coordinator: the partition is owned by the first member that is heard, until it falls
/// silent. A member learns of it by the answer to its own heartbeat, or never: then it goes on as a zombie.
public final class Group {

    private static final long BEAT = 400_000_000L;
    private static final long SESSION = 3_000_000_000L;

    private final Scheduler scheduler;
    private final List<SimulatedService> members;
    private final Map<SimulatedService, Long> heard = new LinkedHashMap<>();
    private @Nullable SimulatedService owner;

    public Group(Scheduler scheduler, List<SimulatedService> members) {
        this.scheduler = scheduler;
        this.members = List.copyOf(members);
    }

    public List<SimulatedService> members() {
        return members;
    }

    public void start() {
        members.forEach(this::start);
    }

    /// A member's process began.
    public void start(SimulatedService member) {
        beat(member, member.wire().program().life());
    }

    private void beat(SimulatedService member, int life) {
        if (member.wire().program().life() != life) {
            return;
        }
        member.wire().ask(() -> owns(member), owns -> learn(member, owns));
        member.wire().program().after(BEAT, () -> beat(member, life));
    }

    private boolean owns(SimulatedService member) {
        heard.put(member, scheduler.now());
        if (owner == null || scheduler.now() - heard.getOrDefault(owner, 0L) > SESSION) {
            owner = member;
        }
        return owner == member;
    }

    private static void learn(SimulatedService member, boolean owns) {
        if (owns && !member.owns()) {
            member.takeOver();
        } else if (!owns && member.owns()) {
            member.giveUp();
        }
    }
}
