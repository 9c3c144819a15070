package io.pgbaton.cli.reach;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.fleet.Reach;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// Asks the agents of a cluster what their hosts reach, all at once.
final class Inquiry {

    private final ClusterId cluster;
    private final List<Member> members;

    Inquiry(ClusterId cluster, List<Member> members) {
        this.cluster = cluster;
        this.members = members;
    }

    /// What one agent said of node `from`, or why it said nothing.
    private sealed interface Said {}

    private record Heard(Reach reach) implements Said {}

    private record Nothing(String why) implements Said {}

    /// Each agent by itself.
    List<Cell> direct() {
        return cells(ask(directly()));
    }

    /// Each agent by itself and by way of every other one that answers; the best of what is said counts.
    List<Cell> crosswise() {
        Map<NodeId, List<Said>> said = ask(directly());
        List<Member> answering = members.stream()
                .filter(member ->
                        said.getOrDefault(member.node(), List.of()).stream().anyMatch(Heard.class::isInstance))
                .toList();
        Map<NodeId, List<Supplier<Said>>> relayed = new LinkedHashMap<>();
        for (Member member : members) {
            relayed.put(
                    member.node(),
                    answering.stream()
                            .filter(via -> !via.node().equals(member.node()))
                            .<Supplier<Said>>map(via -> () -> relayed(member, via))
                            .toList());
        }
        ask(relayed).forEach((node, more) -> said.merge(node, more, Inquiry::joined));
        return cells(said);
    }

    private Map<NodeId, List<Supplier<Said>>> directly() {
        Map<NodeId, List<Supplier<Said>>> questions = new LinkedHashMap<>();
        members.forEach(member -> questions.put(
                member.node(),
                List.of(() -> checked(member, () -> member.agent().reach(), "the agent of " + member.name()))));
        return questions;
    }

    private Said relayed(Member member, Member via) {
        return checked(
                member, () -> via.agent().reach(member.node()), via.name() + ", asked for " + member.name() + ",");
    }

    /// The address of an agent may lead to somebody else's.
    private Said checked(Member member, Supplier<Reach> question, String who) {
        try {
            Reach reach = question.get();
            return reach.cluster().equals(cluster) && reach.from().equals(member.node())
                    ? new Heard(reach)
                    : new Nothing(who + " answered as node " + reach.from() + " of cluster " + reach.cluster()
                            + ": correct its advertised_url");
        } catch (CommandFailed e) {
            return new Nothing(e.line());
        }
    }

    private static Map<NodeId, List<Said>> ask(Map<NodeId, List<Supplier<Said>>> questions) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<NodeId, List<CompletableFuture<Said>>> asked = new LinkedHashMap<>();
            questions.forEach((node, all) -> asked.put(
                    node,
                    all.stream()
                            .map(question -> CompletableFuture.supplyAsync(question, threads))
                            .toList()));
            Map<NodeId, List<Said>> said = new LinkedHashMap<>();
            asked.forEach((node, all) ->
                    said.put(node, all.stream().map(CompletableFuture::join).toList()));
            return said;
        }
    }

    private static List<Said> joined(List<Said> some, List<Said> more) {
        List<Said> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private List<Cell> cells(Map<NodeId, List<Said>> said) {
        return members.stream()
                .flatMap(from -> members.stream()
                        .map(to -> said.getOrDefault(from.node(), List.of()).stream()
                                .map(one -> cell(from, to, one))
                                .reduce(Cell::better)
                                .orElseThrow()))
                .toList();
    }

    private static Cell cell(Member from, Member to, Said said) {
        return switch (said) {
            case Heard(Reach reach) -> Cell.of(reach, to.node());
            case Nothing(String why) -> Cell.unknown(from.node(), to.node(), why);
        };
    }
}
