package io.pgbaton.failover.elect;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Timeline;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CandidateRankingTest {

    private static final CandidateRanking RANKING =
            new CandidateRanking(0x2000, Optional.of(Lsn.parse("0/6000")), "here", new Mandate.Automatic());

    private static Candidate candidate(int node, String lsn) {
        return candidate(node, lsn, new NodeProfile.Election(100, "here", true));
    }

    private static Candidate candidate(int node, String lsn, NodeProfile.Election election) {
        return on(1, node, lsn, election);
    }

    private static Candidate on(long timeline, int node, String lsn, NodeProfile.Election election) {
        NodeProfile profile = new NodeProfile(
                "n" + node,
                NodeProfile.Kind.SERVER,
                election,
                new NodeProfile.Address("host=x", "http://x"),
                new NodeProfile.Software("test", null));
        return new Candidate(
                new NodeId(node),
                profile,
                new FreezeAnswer.Position(new Timeline(timeline), Lsn.parse(lsn), Lsn.parse(lsn)));
    }

    private static String chosen(Ranking ranking) {
        return ranking.chosen().map(Candidate::name).orElse("nobody");
    }

    @Test
    void theFurthestIsChosenAndTheOthersLearnWhyNot() {
        Ranking ranking = RANKING.rank(List.of(candidate(3, "0/4000"), candidate(2, "0/5000")));
        assertThat(chosen(ranking)).isEqualTo("n2");
        assertThat(ranking.reason()).isEqualTo(Reason.FURTHEST_LSN);
        assertThat(ranking.account()).isEqualTo("n2 0/5000 chosen; n3 0/4000 behind by 4096 bytes");
    }

    @Test
    void aNewerTimelineBeatsAFurtherPosition() {
        NodeProfile.Election usual = new NodeProfile.Election(100, "here", true);
        Ranking ranking = RANKING.rank(List.of(on(1, 2, "0/6000", usual), on(2, 3, "0/5000", usual)));
        assertThat(chosen(ranking)).isEqualTo("n3");
        assertThat(ranking.account()).contains("n2 0/6000 is on timeline 1, older than 2");
    }

    @Test
    void amongEqualsPriorityThenLocationThenTheLowestIdDecide() {
        Candidate low = candidate(2, "0/5000", new NodeProfile.Election(50, "here", true));
        Candidate away = candidate(3, "0/5000", new NodeProfile.Election(100, "there", true));
        Candidate five = candidate(5, "0/5000");
        Candidate four = candidate(4, "0/5000");
        assertThat(chosen(RANKING.rank(List.of(low, away, five, four)))).isEqualTo("n4");
        assertThat(chosen(RANKING.rank(List.of(low, away)))).isEqualTo("n3");
    }

    @Test
    void priorityZeroIsNeverChosen() {
        Ranking ranking = RANKING.rank(List.of(candidate(2, "0/6000", new NodeProfile.Election(0, "here", true))));
        assertThat(chosen(ranking)).isEqualTo("nobody");
        assertThat(ranking.reason()).isEqualTo(Reason.NO_CANDIDATE);
        assertThat(ranking.account()).isEqualTo("n2 0/6000 has priority 0");
    }

    @Test
    void manualNodesAreChosenByAnOperatorOnly() {
        List<Candidate> manual = List.of(candidate(2, "0/6000", new NodeProfile.Election(100, "here", false)));
        assertThat(RANKING.rank(manual).reason()).isEqualTo(Reason.FAILOVER_MANUAL);
        CandidateRanking told =
                new CandidateRanking(0x2000, Optional.empty(), "here", new Mandate.ByOperator(new NodeId(2)));
        assertThat(told.rank(manual).reason()).isEqualTo(Reason.CHOSEN_BY_OPERATOR);
    }

    @Test
    void lagAboveTheLimitDisqualifies() {
        Ranking ranking = RANKING.rank(List.of(candidate(2, "0/3000")));
        assertThat(chosen(ranking)).isEqualTo("nobody");
        assertThat(ranking.reason()).isEqualTo(Reason.LAG_ABOVE_LIMIT);
    }

    @Test
    void theNamedStandbyIsTakenUnlessAnotherHoldsMore() {
        CandidateRanking told =
                new CandidateRanking(0x2000, Optional.empty(), "here", new Mandate.ByOperator(new NodeId(3)));
        assertThat(chosen(told.rank(List.of(candidate(2, "0/5000"), candidate(3, "0/5000")))))
                .isEqualTo("n3");
        assertThat(chosen(told.rank(List.of(candidate(2, "0/6000"), candidate(3, "0/5000")))))
                .isEqualTo("n2");
    }
}
