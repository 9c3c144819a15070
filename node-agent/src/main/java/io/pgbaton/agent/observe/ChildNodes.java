package io.pgbaton.agent.observe;

import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Notices standbys that attach to a primary or detach from it.
public final class ChildNodes {

    /// What a base backup's connections call themselves: they come and go and are no standbys.
    public static final String BACKUP = "pgbaton-backup";

    private final Set<String> everSeen = new HashSet<>();
    private Set<String> attached = Set.of();
    private boolean primary;

    record Change(EventKind kind, String details) {}

    /// What changed since the last look. A server that just became primary has no past: those attached are no news.
    List<Change> compare(Observation seen) {
        if (!seen.runsAs(Role.PRIMARY) || seen.status() == null) {
            primary = false;
            attached = Set.of();
            return List.of();
        }
        Set<String> now = new TreeSet<>();
        for (String child : seen.status().attached()) {
            if (child.endsWith(":streaming") && !child.startsWith(BACKUP)) {
                now.add(child.substring(0, child.length() - ":streaming".length()));
            }
        }
        List<Change> changes = primary ? changes(now) : List.of();
        primary = true;
        attached = now;
        everSeen.addAll(now);
        return changes;
    }

    private List<Change> changes(Set<String> now) {
        List<Change> changes = new ArrayList<>();
        for (String child : attached) {
            if (!now.contains(child)) {
                changes.add(new Change(EventKind.CHILD_NODE_DISCONNECT, "standby " + child + " detached"));
            }
        }
        for (String child : now) {
            if (!attached.contains(child)) {
                changes.add(
                        everSeen.contains(child)
                                ? new Change(EventKind.CHILD_NODE_RECONNECT, "standby " + child + " attached again")
                                : new Change(EventKind.CHILD_NODE_NEW_CONNECT, "standby " + child + " attached"));
            }
        }
        return changes;
    }
}
