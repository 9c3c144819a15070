package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Explanation;
import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.Term;
import io.pgbaton.failover.evidence.Heard;
import io.pgbaton.failover.evidence.NodeEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What every member last said and how old that is: the evidence of a decision, for people. `election` is the term
/// whose answers count.
record Testimony(Situation situation, Term election) {

    List<Explanation.Observation> all() {
        return situation.view().members().stream().map(this::of).toList();
    }

    private Explanation.Observation of(ClusterView.Member member) {
        NodeEvidence node = situation.of(member.node());
        Long age = node.heard()
                .map(heard -> situation.moment().since(heard.at()).toMillis())
                .orElse(null);
        return new Explanation.Observation(member.node(), situation.name(member.node()), says(node), age);
    }

    private String says(NodeEvidence node) {
        List<String> said = new ArrayList<>();
        if (node.isDuplicate(situation.moment())) {
            said.add("two agents speak under its id");
        }
        node.heard().ifPresent(heard -> {
            said.add(condition(heard));
            standing(heard.heartbeat().standing(), said);
            sight(heard.heartbeat(), said);
        });
        node.answerTo(election).ifPresent(answer -> said.add(answer(answer)));
        return said.isEmpty() ? "nothing" : String.join(", ", said);
    }

    private String condition(Heard heard) {
        Heartbeat heartbeat = heard.heartbeat();
        return switch (heard.condition()) {
            case WRITABLE ->
                "its server runs as primary under term " + heartbeat.standing().term() + position(heard);
            case STREAMING ->
                "standby, streams from " + heard.upstream().map(situation::name).orElse("somebody") + position(heard);
            case DETACHED -> "standby, receives nothing" + position(heard);
            case BUSY, DOWN ->
                "its server is "
                        + heartbeat
                                .server()
                                .state()
                                .name()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', ' ') + position(heard);
            case EMPTY -> "its data directory is empty";
            case WITNESS -> "witness";
        };
    }

    private static String position(Heard heard) {
        Heartbeat.Wal wal = heard.wal();
        if (wal == null) {
            return "";
        }
        Lsn end = wal.written() == null ? wal.flushed() : wal.written();
        return end == null ? "" : " at " + end;
    }

    private void standing(Heartbeat.Standing standing, List<String> said) {
        if (standing.fenced().isAbove(Term.NONE)
                && standing.fenced().isAtLeast(situation.view().term())) {
            said.add("fenced up to term " + standing.fenced());
        }
    }

    private void sight(Heartbeat heartbeat, List<String> said) {
        Heartbeat.Sight sight = heartbeat.sight();
        if (sight != null) {
            String seen = sight.answeredMillisAgo() == null ? "never" : sight.answeredMillisAgo() + " ms before";
            said.add("the agent of " + situation.name(sight.primary()) + " answered it " + seen);
        }
    }

    private static String answer(FreezeAnswer answer) {
        FreezeAnswer.Position position = answer.position();
        if (position == null) {
            return "still hears the primary (" + answer.aliveMillis() + " ms before)";
        }
        String promised = "promised term " + answer.term() + " at " + position.furthest();
        return answer.refused() == null ? promised : promised + ", its validation refused: " + answer.refused();
    }
}
