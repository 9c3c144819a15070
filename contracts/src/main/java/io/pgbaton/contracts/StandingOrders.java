package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What operators ordered that holds until it is taken back.
///
/// `unregistered` nodes are no members, however well their agents speak; `resting` ones were stopped and are left
/// down; `courses` say from whom a standby streams, whatever its configuration says.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record StandingOrders(
        List<NodeId> unregistered,
        List<NodeId> resting,
        List<Course> courses,
        @Nullable Planned planned) {

    public static final StandingOrders NONE = new StandingOrders(List.of(), List.of(), List.of(), null);

    public StandingOrders {
        unregistered = unregistered == null ? List.of() : List.copyOf(unregistered);
        resting = resting == null ? List.of() : List.copyOf(resting);
        courses = courses == null ? List.of() : List.copyOf(courses);
    }

    /// `node` streams from `upstream`; from whoever is primary when that is null.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Course(NodeId node, @Nullable NodeId upstream) {}

    /// A switchover that begins at `at`, the wall clock of the failover service.
    public record Planned(RequestId request, String by, Instant at, Request.Switchover wish) {}

    public Optional<Planned> plannedSwitchover() {
        return Optional.ofNullable(planned);
    }

    public Optional<Course> courseOf(NodeId node) {
        return courses.stream().filter(course -> course.node().equals(node)).findFirst();
    }

    public StandingOrders unregister(NodeId node) {
        return new StandingOrders(with(unregistered, node), without(resting, node), coursesWithout(node), planned);
    }

    public StandingOrders register(NodeId node) {
        return new StandingOrders(without(unregistered, node), resting, courses, planned);
    }

    public StandingOrders stop(NodeId node) {
        return new StandingOrders(unregistered, with(resting, node), courses, planned);
    }

    public StandingOrders start(NodeId node) {
        return new StandingOrders(unregistered, without(resting, node), courses, planned);
    }

    public StandingOrders with(Course course) {
        return new StandingOrders(unregistered, resting, with(coursesWithout(course.node()), course), planned);
    }

    public StandingOrders with(@Nullable Planned switchover) {
        return new StandingOrders(unregistered, resting, courses, switchover);
    }

    private List<Course> coursesWithout(NodeId node) {
        return courses.stream().filter(course -> !course.node().equals(node)).toList();
    }

    private static <T> List<T> with(List<T> list, T one) {
        List<T> more = new ArrayList<>(without(list, one));
        more.add(one);
        return more;
    }

    private static <T> List<T> without(List<T> list, T one) {
        return list.stream().filter(other -> !other.equals(one)).toList();
    }
}
