package io.pgbaton.failover.run;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.RequestStatus;
import io.pgbaton.contracts.ServiceAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What became of each request, rebuilt from the request topic and the events. It also keeps a request from being
/// carried out twice: one that an event has answered is over.
public final class RequestLedger {

    /// The oldest are forgotten; an hour of requests is far less.
    private static final int KEPT = 10_000;

    private final Map<RequestId, Entry> entries = new LinkedHashMap<>();

    private enum Stage {
        /// Asked over HTTP, not yet read from the log.
        ANNOUNCED,
        READ,
        /// An event names it: it is over, or taken up.
        ANSWERED
    }

    private record Entry(
            RequestStatus status, Stage stage, @Nullable Awaited awaited) {}

    public synchronized RequestStatus announced(Request request) {
        return entries.computeIfAbsent(request.id(), _ -> entryOf(request, Stage.ANNOUNCED))
                .status();
    }

    /// Reading starts again: what was read and not answered has to be taken up once more.
    public synchronized void readAgain() {
        entries.replaceAll((_, entry) ->
                entry.stage() == Stage.READ ? new Entry(entry.status(), Stage.ANNOUNCED, entry.awaited()) : entry);
    }

    /// Whether this request is new: neither read before nor answered.
    public synchronized boolean asked(Request request) {
        Entry known = entries.get(request.id());
        if (known == null || known.stage() == Stage.ANNOUNCED) {
            put(request.id(), entryOf(request, Stage.READ));
            return true;
        }
        put(request.id(), new Entry(known.status(), known.stage(), awaitedBy(request.wish())));
        return false;
    }

    private static Entry entryOf(Request request, Stage stage) {
        RequestStatus.Step step =
                new RequestStatus.Step(request.asked().at(), request.asked().by() + " asked");
        return new Entry(
                new RequestStatus(request.id(), request.cluster(), RequestStatus.State.RUNNING, List.of(step)),
                stage,
                awaitedBy(request.wish()));
    }

    /// These end when the node says so; the others are ended by an event of the service.
    private static @Nullable Awaited awaitedBy(Request.Wish wish) {
        return switch (wish) {
            case Request.CloneStandby clone ->
                // one that was cut short is taken up again as a rejoin
                Awaited.of(clone.node(), EventKind.STANDBY_CLONE, EventKind.STANDBY_REGISTER, EventKind.NODE_REJOIN);
            case Request.RejoinNode(NodeId node) ->
                Awaited.of(node, EventKind.NODE_REJOIN, EventKind.STANDBY_FOLLOW, EventKind.STANDBY_REGISTER);
            case Request.RegisterNode(NodeId node) ->
                Awaited.of(node, EventKind.STANDBY_REGISTER, EventKind.WITNESS_REGISTER);
            case Request.UnregisterNode(NodeId node, boolean _) ->
                Awaited.of(node, EventKind.STANDBY_UNREGISTER, EventKind.WITNESS_UNREGISTER);
            case Request.FollowUpstream(NodeId node, NodeId _) ->
                Awaited.of(node, EventKind.STANDBY_FOLLOW, EventKind.NODE_REJOIN);
            case Request.ServeNode(NodeId node, ServiceAction _) -> Awaited.of(node, EventKind.NODE_SERVICE);
            case Request.RegisterPrimary _,
                    Request.Switchover _,
                    Request.Pause _,
                    Request.Resume _,
                    Request.Acknowledge _,
                    Request.AcceptLoss _,
                    Request.PromoteStandby _,
                    Request.CancelSwitchover _,
                    Request.RepeatView _ -> null;
        };
    }

    /// Any of these events of that node, whether it tells of a success or not.
    private record Awaited(NodeId node, Set<EventKind> kinds) {
        static Awaited of(NodeId node, EventKind... kinds) {
            return new Awaited(node, Set.of(kinds));
        }

        boolean endsWith(ClusterEvent event) {
            return node.equals(event.subject().node())
                    && event.knownKind().filter(kinds::contains).isPresent();
        }
    }

    public synchronized void told(ClusterEvent event) {
        RequestId request = event.subject().request();
        if (request != null) {
            Entry known = entries.getOrDefault(request, empty(request, event.cluster()));
            put(request, new Entry(after(known.status(), event), Stage.ANSWERED, known.awaited()));
        } else {
            entries.replaceAll((_, entry) -> entry.awaited() != null
                            && entry.awaited().endsWith(event)
                            && entry.status().cluster().equals(event.cluster())
                            && entry.status().state() == RequestStatus.State.RUNNING
                    ? new Entry(after(entry.status(), event), Stage.ANSWERED, entry.awaited())
                    : entry);
        }
    }

    private static Entry empty(RequestId request, ClusterId cluster) {
        return new Entry(
                new RequestStatus(request, cluster, RequestStatus.State.RUNNING, List.of()), Stage.ANSWERED, null);
    }

    private static RequestStatus after(RequestStatus status, ClusterEvent event) {
        List<RequestStatus.Step> steps = new ArrayList<>(status.steps());
        steps.add(new RequestStatus.Step(event.at(), event.outcome().details()));
        return new RequestStatus(status.id(), status.cluster(), stateAfter(status, event), steps);
    }

    private static RequestStatus.State stateAfter(RequestStatus status, ClusterEvent event) {
        Optional<EventKind> kind = event.knownKind();
        if (kind.filter(EventKind.REQUEST_REFUSED::equals).isPresent()) {
            return RequestStatus.State.REFUSED;
        }
        if (kind.filter(EventKind.REQUEST_ACCEPTED::equals).isPresent()) {
            boolean dryRun = "true".equals(event.outcome().data().get("dry_run"));
            return dryRun ? RequestStatus.State.DONE : RequestStatus.State.RUNNING;
        }
        if (kind.filter(EventKind.REQUEST_STEP::equals).isPresent()) {
            return status.state() == RequestStatus.State.FAILED ? status.state() : RequestStatus.State.RUNNING;
        }
        return event.outcome().successful() ? RequestStatus.State.DONE : RequestStatus.State.FAILED;
    }

    private void put(RequestId id, Entry entry) {
        entries.put(id, entry);
        if (entries.size() > KEPT) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    /// Whose word ends it.
    public synchronized Optional<NodeId> awaitedOf(RequestId id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::awaited).map(Awaited::node);
    }

    public synchronized Optional<RequestStatus> status(RequestId id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::status);
    }
}
