package io.pgbaton.failover.elect;

import io.pgbaton.contracts.Explanation;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Timeline;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Ranks the nodes that promised (rule F5): newest timeline, furthest LSN, priority, the old primary's location,
/// lowest node id. `knownEnd` is the furthest position the old primary ever named, empty when it named none.
/// `barred` are those that may not be chosen whatever they hold.
public record CandidateRanking(
        long maximumLag,
        Optional<Lsn> knownEnd,
        String location,
        Mandate mandate,
        Map<NodeId, Disqualification> barred) {

    public CandidateRanking {
        barred = Map.copyOf(barred);
    }

    public CandidateRanking(long maximumLag, Optional<Lsn> knownEnd, String location, Mandate mandate) {
        this(maximumLag, knownEnd, location, mandate, Map.of());
    }

    public Ranking rank(List<Candidate> promised) {
        List<Candidate> ranked = promised.stream().sorted(order()).toList();
        List<Candidate> eligible = ranked.stream()
                .filter(candidate -> against(candidate, ranked).isEmpty())
                .toList();
        Optional<Candidate> chosen = choose(eligible);
        Reason reason = chosen.map(best -> whyChosen(best, eligible)).orElseGet(() -> whyNobody(ranked));
        List<Explanation.Weighed> weighed = ranked.stream()
                .map(candidate -> weigh(candidate, ranked, chosen, reason))
                .toList();
        return new Ranking(chosen, reason, account(weighed), weighed);
    }

    private Comparator<Candidate> order() {
        return Comparator.comparing(
                        (Candidate candidate) -> candidate.position().timeline(), Comparator.reverseOrder())
                .thenComparing(Candidate::furthest, Comparator.reverseOrder())
                .thenComparing(candidate -> candidate.profile().election().priority(), Comparator.reverseOrder())
                .thenComparing(candidate -> !isAtLocation(candidate))
                .thenComparing(Candidate::node);
    }

    private boolean isAtLocation(Candidate candidate) {
        return candidate.profile().election().location().equals(location);
    }

    /// The operator's choice stands unless another holds more: a switchover must lose nothing.
    private Optional<Candidate> choose(List<Candidate> eligible) {
        Optional<Candidate> best = eligible.stream().findFirst();
        return best.flatMap(first -> named(eligible)
                .filter(named -> named.furthest().equals(first.furthest()))
                .or(() -> best));
    }

    private Optional<Candidate> named(List<Candidate> eligible) {
        return mandate instanceof Mandate.ByOperator(NodeId to)
                ? eligible.stream()
                        .filter(candidate -> candidate.node().equals(to))
                        .findFirst()
                : Optional.empty();
    }

    private Optional<Disqualification> against(Candidate candidate, List<Candidate> all) {
        Disqualification bar = barred.get(candidate.node());
        if (bar != null) {
            return Optional.of(bar);
        }
        if (candidate.profile().election().priority() == 0) {
            return Optional.of(Disqualification.PRIORITY_ZERO);
        }
        if (isAutomatic() && !candidate.profile().election().automatic()) {
            return Optional.of(Disqualification.MANUAL);
        }
        if (candidate.position().timeline().compareTo(newest(all)) < 0) {
            return Optional.of(Disqualification.OLDER_TIMELINE);
        }
        return isAutomatic() && behind(candidate, all) > maximumLag
                ? Optional.of(Disqualification.LAG)
                : Optional.empty();
    }

    private boolean isAutomatic() {
        return mandate instanceof Mandate.Automatic;
    }

    private static Timeline newest(List<Candidate> all) {
        return all.stream()
                .map(candidate -> candidate.position().timeline())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /// Bytes that this candidate lacks of what is known to have been written.
    private long behind(Candidate candidate, List<Candidate> all) {
        Lsn end = all.stream().map(Candidate::furthest).reduce(knownEnd.orElse(candidate.furthest()), Lsn::furthest);
        return end.bytesAheadOf(candidate.furthest());
    }

    private Reason whyChosen(Candidate best, List<Candidate> eligible) {
        if (mandate instanceof Mandate.ByOperator(NodeId to) && Objects.equals(to, best.node())) {
            return Reason.CHOSEN_BY_OPERATOR;
        }
        return eligible.size() == 1 ? Reason.ONLY_CANDIDATE : Reason.FURTHEST_LSN;
    }

    private Reason whyNobody(List<Candidate> ranked) {
        List<Disqualification> all = ranked.stream()
                .flatMap(candidate -> against(candidate, ranked).stream())
                .toList();
        if (all.contains(Disqualification.LAG)) {
            return Reason.LAG_ABOVE_LIMIT;
        }
        if (all.contains(Disqualification.REFUSED_BY_VALIDATION)) {
            return Reason.VALIDATION_REFUSED;
        }
        if (all.contains(Disqualification.NOT_SYNCHRONOUS)) {
            return Reason.SYNCHRONOUS_QUORUM_MISSING;
        }
        return all.contains(Disqualification.MANUAL) ? Reason.FAILOVER_MANUAL : Reason.NO_CANDIDATE;
    }

    private Explanation.Weighed weigh(
            Candidate candidate, List<Candidate> ranked, Optional<Candidate> chosen, Reason reason) {
        boolean isChosen = chosen.filter(candidate::equals).isPresent();
        String why = isChosen ? reason.meaning() : whyNot(candidate, ranked, chosen);
        return new Explanation.Weighed(candidate.node(), candidate.name(), candidate.furthest(), isChosen, why);
    }

    private static String account(List<Explanation.Weighed> weighed) {
        List<String> said = weighed.stream()
                .map(one -> one.name() + " " + one.end() + " " + (one.chosen() ? "chosen" : one.why()))
                .toList();
        return said.isEmpty() ? "nobody promised" : String.join("; ", said);
    }

    private String whyNot(Candidate candidate, List<Candidate> ranked, Optional<Candidate> chosen) {
        return against(candidate, ranked)
                .map(against -> switch (against) {
                    case PRIORITY_ZERO -> "has priority 0";
                    case MANUAL -> "has failover=manual";
                    case OLDER_TIMELINE ->
                        "is on timeline " + candidate.position().timeline() + ", older than " + newest(ranked);
                    case GRANT_NOT_NEEDED -> "is new to the cluster: the lost primary may not know of it yet";
                    case NOT_SYNCHRONOUS -> "is not sure to have every acknowledged commit";
                    case REFUSED_BY_VALIDATION -> "was refused by failover_validation_command";
                    case LAG ->
                        String.format(
                                Locale.ROOT,
                                "behind by %d bytes, above the limit of %d",
                                behind(candidate, ranked),
                                maximumLag);
                })
                .orElseGet(() -> lostTo(candidate, chosen.orElseThrow()));
    }

    private String lostTo(Candidate candidate, Candidate winner) {
        long gap = winner.furthest().bytesAheadOf(candidate.furthest());
        if (gap > 0) {
            return "behind by " + gap + " bytes";
        }
        if (mandate instanceof Mandate.ByOperator(NodeId to) && winner.node().equals(to)) {
            return "was not named";
        }
        int priority = candidate.profile().election().priority();
        if (priority < winner.profile().election().priority()) {
            return "has the lower priority " + priority;
        }
        return isAtLocation(winner) && !isAtLocation(candidate) ? "is at another location" : "has the higher node id";
    }
}
