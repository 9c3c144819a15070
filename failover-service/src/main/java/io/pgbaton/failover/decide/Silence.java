package io.pgbaton.failover.decide;

/// Asks for the proof of a silence (rule F2).
final class Silence {

    private Silence() {}

    static void prove(Situation situation, Draft draft, LeaseFinding lease) {
        if (lease instanceof LeaseFinding.Unproven(boolean asking) && !asking) {
            draft.proveSilenceOf(situation.primary());
        }
    }
}
