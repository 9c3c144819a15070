package io.pgbaton.agent.real;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterPolicy;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.NodeDescribed;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.SystemId;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.contracts.Topic;
import io.pgbaton.fleet.kafka.KafkaBroker;
import io.pgbaton.fleet.kafka.KafkaTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A cluster of test nodes, with the test in the failover service's place.
final class TestCluster implements AutoCloseable {

    private static final Duration BOUND = Duration.ofSeconds(60);

    final ClusterId id = new ClusterId("c" + UUID.randomUUID().toString().substring(0, 8));
    private final List<TestNode> nodes = new ArrayList<>();
    private final String bootstrap;
    private final TestBus bus;
    /// Of every view from now on.
    ClusterPolicy policy = ClusterPolicy.NONE;
    private final List<ClusterView.Opened> opened = new ArrayList<>();
    private @Nullable Timeline timeline;
    private ClusterView view = ClusterView.empty(id);

    TestCluster(KafkaBroker broker) {
        KafkaTopics.createAll(broker, 4);
        this.bootstrap = broker.bootstrapServers();
        this.bus = new TestBus(bootstrap, id);
    }

    TestNode node(int number, String... settings) {
        TestNode node = new TestNode(id, number, bootstrap, List.of(settings));
        nodes.add(node);
        return node;
    }

    /// A node whose server is the primary of term 1.
    TestNode primary(int number, String... settings) {
        TestNode node = node(number, settings);
        // not below initdb's own value: a standby may not have less than its log was written with
        node.server.initdb("max_connections = 100");
        return firstPrimary(node);
    }

    /// One that archives its log into `backups`, and keeps none for others.
    TestNode archivingPrimary(TestNode node, BackupOf backups) {
        node.server.initdb(
                "max_connections = 100",
                "wal_keep_size = 0",
                "archive_mode = on",
                "archive_command = '" + backups.archiveCommand() + "'");
        firstPrimary(node);
        backups.prepareArchive();
        return node;
    }

    /// One whose data directory `pg_rewind` refuses.
    TestNode primaryThatCannotBeRewound(int number) {
        TestNode node = node(number);
        node.server.initdb("max_connections = 100", "wal_log_hints = off");
        return firstPrimary(node);
    }

    /// One whose `pg_hba.conf` is at `etc/pg_hba.conf` beside its data directory.
    TestNode primaryWithRulesOutside(int number) throws IOException {
        TestNode node = node(number);
        Path rules = node.server.dataDirectory().resolveSibling("etc").resolve("pg_hba.conf");
        node.server.initdb("max_connections = 100", "hba_file = '" + rules + "'");
        Files.createDirectories(rules.getParent());
        Files.move(node.server.dataDirectory().resolve("pg_hba.conf"), rules);
        return firstPrimary(node);
    }

    private TestNode firstPrimary(TestNode node) {
        int number = node.id.value();
        node.startAgent();
        await(number, beat -> beat.servesAs(Role.STANDBY));
        change(1, number, new Phase.Promoting(null, Reason.PRIMARY_REGISTERED, null));
        decide(new Decision.Promote(id, version(), new Term(1), node.id, null));
        becomesSteady(number, new Term(1));
        return node;
    }

    /// A node cloned by its agent from the primary, streaming.
    TestNode standby(int number, String... settings) {
        TestNode node = node(number, settings);
        node.startAgent();
        await(number, beat -> beat.server().state() == io.pgbaton.contracts.ServerState.NO_DATA);
        decide(new Decision.Clone(
                id, version(), view.term(), node.id, view.primary().orElseThrow()));
        await(number, TestCluster::streams);
        change(view.term().value(), view.primary().orElseThrow().value(), new Phase.Steady());
        await(number, beat -> beat.standing().view() == version());
        return node;
    }

    static boolean streams(Heartbeat beat) {
        Heartbeat.Replication replication = beat.server().replication();
        return beat.servesAs(Role.STANDBY) && replication != null && "streaming".equals(replication.receiver());
    }

    void change(long term, @Nullable Integer primary, Phase phase) {
        Decision.ViewChanged next = nextView(term, primary, phase);
        decide(next);
        view = next.view();
    }

    /// The view that would come next, not written.
    Decision.ViewChanged nextView(long term, @Nullable Integer primary, Phase phase) {
        List<ClusterView.Member> members = nodes.stream()
                .flatMap(node -> bus.described(node.id).stream())
                .map(described -> new ClusterView.Member(
                        described.node(),
                        described.profile(),
                        true,
                        primary == null || described.node().value() == primary ? null : new NodeId(primary)))
                .toList();
        SystemId systemId = primary == null
                ? null
                : bus.last(new NodeId(primary))
                        .map(beat -> beat.server().systemId())
                        .orElse(view.reign().systemId());
        ClusterView.Reign reign = new ClusterView.Reign(
                new Term(term),
                primary == null ? null : new NodeId(primary),
                systemId,
                timeline,
                List.copyOf(opened),
                null);
        ClusterView next = new ClusterView(id, version() + 1, reign, phase, members, policy);
        return new Decision.ViewChanged(next, version(), Reason.NODE_CHANGED, "by the test");
    }

    /// In one transaction that stays open while `meanwhile` runs.
    void decideInTransaction(List<Decision> together, Runnable meanwhile) {
        bus.sendInTransaction(together, meanwhile);
    }

    /// Every decision of the log so far, also those of a transaction that is still open.
    List<Decision> decisions() {
        return bus.decisions();
    }

    /// Opens the election of the next term and waits for `count` promises.
    List<FreezeAnswer> freeze(boolean released, int count) {
        Term next = view.term().next();
        openElection(released);
        await("promises").atMost(BOUND).until(() -> promises(next).size() >= count);
        return promises(next);
    }

    Term openElection(boolean released) {
        Term next = view.term().next();
        Integer primary = view.primary().map(NodeId::value).orElse(null);
        change(view.term().value(), primary, new Phase.Freezing(next, Reason.PRIMARY_RELEASED, released, null));
        decide(new Decision.Freeze(id, version(), next, released));
        return next;
    }

    /// Repeats the open election's freeze, as a service does that may have missed the answers, and waits for as
    /// many once more.
    void askAgain(boolean released, int answers) {
        Term next = view.term().next();
        decide(new Decision.Freeze(id, version(), next, released));
        await("answers once more").atMost(BOUND).until(() -> promises(next).size() >= 2 * answers);
    }

    /// Promotes `number` under the next term, with the tail of `from` when given, and waits until it is primary.
    void promote(int number, @Nullable TestNode from) {
        Term next = view.term().next();
        choose(number, from == null ? null : new Decision.Tail(from.id, from.url(), 2_000, false));
        becomesSteady(number, next);
    }

    void choose(int number, Decision.@Nullable Tail tail) {
        Term next = view.term().next();
        NodeId former = view.primary().orElse(null);
        change(next.value(), number, new Phase.Promoting(former, Reason.FURTHEST_LSN, null));
        decide(new Decision.Promote(id, version(), next, new NodeId(number), tail));
    }

    /// R4: the view tells which timeline this term opened.
    private void becomesSteady(int number, Term next) {
        Heartbeat primary = await(
                number,
                beat -> beat.servesAs(Role.PRIMARY)
                        && beat.standing().term().equals(next)
                        && beat.server().wal() != null);
        Timeline now = Objects.requireNonNull(primary.server().wal()).timeline();
        opened.removeIf(entry -> entry.timeline().compareTo(now) >= 0);
        opened.add(new ClusterView.Opened(now, next));
        timeline = now;
        change(next.value(), number, new Phase.Steady());
    }

    /// What an owner that was wrong about the old primary would write.
    void promoteWithoutFreeze(int number) {
        promote(number, null);
    }

    List<FreezeAnswer> promises(Term term) {
        return bus.answers().stream()
                .filter(answer -> answer.term().equals(term) && answer.position() != null)
                .toList();
    }

    List<FreezeAnswer> alive(Term term) {
        return bus.answers().stream()
                .filter(answer -> answer.term().equals(term) && answer.aliveMillis() != null)
                .toList();
    }

    void decide(Decision decision) {
        bus.send(Topic.DECISIONS, decision);
    }

    void sendGarbage() {
        bus.sendBytes(Topic.DECISIONS, "{not json".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    void sendUnknown() {
        bus.sendBytes(
                Topic.DECISIONS,
                "{\"type\":\"teleport\",\"cluster\":\"x\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /// All that was heard on the bus, as text.
    String heard() {
        return bus.events() + " "
                + nodes.stream()
                        .map(node -> bus.described(node.id) + " " + bus.last(node.id))
                        .toList();
    }

    long version() {
        return view.version();
    }

    ClusterView view() {
        return view;
    }

    Heartbeat await(int number, Predicate<Heartbeat> condition) {
        NodeId node = new NodeId(number);
        await("node " + number)
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> bus.last(node).filter(condition).isPresent()
                        && bus.described(node).isPresent());
        return bus.last(node).orElseThrow();
    }

    private static org.awaitility.core.ConditionFactory await(String what) {
        return org.awaitility.Awaitility.await(what);
    }

    /// The first heartbeat of the run of the agent that runs now.
    Heartbeat firstOfRun(int number) {
        return bus.firstOfRun(last(number));
    }

    Heartbeat last(int number) {
        return bus.last(new NodeId(number)).orElseThrow();
    }

    Optional<NodeDescribed> described(int number) {
        return bus.described(new NodeId(number));
    }

    ClusterEvent awaitEvent(int number, EventKind kind) {
        await(kind.name()).atMost(BOUND).until(() -> !events(number, kind).isEmpty());
        return events(number, kind).getLast();
    }

    List<ClusterEvent> events(int number, EventKind kind) {
        return bus.events().stream()
                .filter(event -> event.subject().kind().equals(kind.wireName())
                        && new NodeId(number).equals(event.subject().node()))
                .toList();
    }

    @Override
    public void close() {
        nodes.forEach(TestNode::close);
        bus.close();
    }
}
