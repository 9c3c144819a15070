package io.pgbaton.simulation.faults;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A rule taken away, the drill it is for, and within how many seeds that has to be found.
public record Tooth(Set<Mutation> without, Optional<Drill> drill, int seeds) {

    /// What CI runs.
    public static final List<Tooth> ALL = List.of(
            new Tooth(Set.of(Mutation.NO_BARRIER, Mutation.ANSWERS_OVERTAKE), Optional.of(Drill.READER_LAGS), 20),
            new Tooth(
                    Set.of(Mutation.MIX_ROUTES, Mutation.ANSWERS_OVERTAKE, Mutation.CLAIMS_UNSEEN),
                    Optional.of(Drill.ROUTES_CHANGE),
                    10),
            new Tooth(
                    Set.of(Mutation.LATE_ACK, Mutation.ANSWERS_OVERTAKE, Mutation.CLAIMS_UNSEEN),
                    Optional.of(Drill.ROUTES_CHANGE),
                    10),
            new Tooth(Set.of(Mutation.WAIT_LESS), Optional.of(Drill.CUT_OFF_TWICE), 5),
            new Tooth(Set.of(Mutation.DOWN_DECIDES), Optional.of(Drill.HANGS_AND_GOES_ON), 20),
            new Tooth(Set.of(Mutation.NO_REAFFIRM), Optional.of(Drill.COMES_BACK), 5),
            new Tooth(Set.of(Mutation.NO_FENCED_CANDIDATE), Optional.of(Drill.ALONE), 5),
            new Tooth(Set.of(Mutation.IGNORE_GRANT), Optional.of(Drill.ROUTES_CHANGE), 10),
            new Tooth(Set.of(Mutation.FORGET_GRANT), Optional.of(Drill.GRANTOR_RESTARTS), 10),
            new Tooth(Set.of(Mutation.FIRST_ACK), Optional.of(Drill.HEARS_LATE), 20),
            new Tooth(Set.of(Mutation.NO_GUARD), Optional.of(Drill.AGENT_SLEEPS), 20),
            new Tooth(Set.of(Mutation.RELEASE_EARLY), Optional.of(Drill.HANDS_OVER), 10),
            new Tooth(Set.of(Mutation.NO_SIGNAL_AT_REST), Optional.of(Drill.AGENT_SLEEPS), 5),
            new Tooth(Set.of(Mutation.NO_LAG_LIMIT), Optional.of(Drill.BULK_LOAD), 5),
            new Tooth(Set.of(Mutation.QUORUM_UNPROVEN), Optional.of(Drill.SET_CHANGES), 50),
            new Tooth(Set.of(Mutation.ANY_CONNECTION), Optional.of(Drill.SLEEPS_BEFORE_THE_CALL), 150));

    /// What only `./bench simulate --mutations` runs: found, but not soon.
    public static final List<Tooth> SLOW =
            List.of(new Tooth(Set.of(Mutation.NO_FIRST_WINS), Optional.of(Drill.OWNER_STANDS), 1000));

    @Override
    public String toString() {
        return without + drill.map(each -> " in " + each).orElse("");
    }
}
