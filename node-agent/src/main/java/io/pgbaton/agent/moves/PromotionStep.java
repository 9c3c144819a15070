package io.pgbaton.agent.moves;

import io.pgbaton.agent.lease.LeaseClock;
import io.pgbaton.agent.lease.Standing;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.Term;

/// The way to a writable server, step by step (rules F7, L1c, L5, L6, F9, F10). Whoever carries out a step looks at
/// everything anew and asks for the next one; the same look gives the same step.
public sealed interface PromotionStep {

    /// Nothing is done: a higher term is promised, or this one is fenced (S2).
    record Refuse(String why) implements PromotionStep {}

    /// Something newer came before anything had begun.
    record GiveWay() implements PromotionStep {}

    /// Fetch what the old primary's disk still holds (rule F5a).
    record FetchTail(Decision.Tail tail) implements PromotionStep {}

    /// Promise the term on disk, then lead under it: [LeaseClock#lead].
    record Accept() implements PromotionStep {}

    /// Send a claim (rule L1c), with a nonce of its own.
    record Claim() implements PromotionStep {}

    /// Wait for news: a claim read back, a newer decision, the server's word.
    record Await() implements PromotionStep {}

    /// Act under the term from now on, on disk, and *then* write the lease file, which the guard enforces (rule
    /// L6).
    record Arm() implements PromotionStep {}

    /// `pg_promote`, on the connection that was opened before the first step.
    record Call() implements PromotionStep {}

    /// The server is writable, by a lease.
    record Done() implements PromotionStep {}

    /// The promotion must not go on: it may still complete behind our back, so the server ends and the term is given
    /// up (rules F9, L3). Also what F5a asks for when the tail matters more than this node.
    record Abandon(String why) implements PromotionStep {}

    /// The claim is not read back in time; nothing has begun, and it is tried again as long as it is asked for.
    record Fail(String why) implements PromotionStep {}

    /// Whether the tail was fetched.
    enum Fetched {
        NOT_YET,
        WHOLE,
        MISSED
    }

    /// What was done so far for one command. `armed` is the term the lease file stands for.
    record Progress(Fetched tail, Term armed, boolean called, boolean writable, boolean outOfTime) {
        public static final Progress NONE = new Progress(Fetched.NOT_YET, Term.NONE, false, false, false);

        public Progress withTail(boolean whole) {
            return new Progress(whole ? Fetched.WHOLE : Fetched.MISSED, armed, called, writable, outOfTime);
        }

        public Progress armedFor(Term term) {
            return new Progress(tail, term, called, writable, outOfTime);
        }

        public Progress withCall() {
            return new Progress(tail, armed, true, writable, outOfTime);
        }

        /// What the server says, and whether `promote_check_timeout` (after the call) or the bound on the wait
        /// for the claim (before it) has passed.
        public Progress seen(boolean nowWritable, boolean late) {
            return new Progress(tail, armed, called, nowWritable, late);
        }
    }

    /// One look. `now` is by the lease's clock.
    record Look(DecisionLog log, Standing standing, LeaseClock lease, long now) {}

    static PromotionStep next(Decision.Promote command, Look look, Progress progress) {
        return progress.called() ? afterCall(command, look, progress) : beforeCall(command, look, progress);
    }

    private static PromotionStep beforeCall(Decision.Promote command, Look look, Progress progress) {
        Term term = command.term();
        LeaseClock lease = look.lease();
        boolean leads = lease.term().equals(term);
        if (!leads && !look.standing().mayPromote(term)) {
            return new Refuse("term " + look.standing().promised() + " is promised and term "
                    + look.standing().fenced() + " given up");
        }
        boolean begun = leads && lease.begun();
        if (begun && lease.fenceDue(look.now())) {
            return new Abandon("the lease ran out before the server was asked");
        }
        if (look.log().overtakes(term)) {
            return begun ? new Abandon("a newer election overtook it") : new GiveWay();
        }
        Decision.Tail tail = command.tail();
        if (tail != null && !progress.writable()) {
            if (progress.tail() == Fetched.NOT_YET) {
                return new FetchTail(tail);
            }
            if (progress.tail() == Fetched.MISSED && tail.required()) {
                return new Abandon("the end of node " + tail.from()
                        + "'s log could not be fetched, and on-server-crash is restart");
            }
        }
        if (!leads) {
            return new Accept();
        }
        return begun ? withLease(term, progress) : toLease(lease, look.now(), progress);
    }

    private static PromotionStep toLease(LeaseClock lease, long now, Progress progress) {
        if (progress.outOfTime()) {
            return new Fail("the claim was not read back from the decision log in time");
        }
        return lease.claimDue(now) ? new Claim() : new Await();
    }

    private static PromotionStep withLease(Term term, Progress progress) {
        if (!progress.armed().equals(term)) {
            return new Arm();
        }
        return progress.writable() ? new Done() : new Call();
    }

    private static PromotionStep afterCall(Decision.Promote command, Look look, Progress progress) {
        LeaseClock lease = look.lease();
        if (!lease.term().equals(command.term()) || !lease.begun() || lease.fenceDue(look.now())) {
            return new Abandon("the lease ran out before the server was primary");
        }
        if (progress.writable()) {
            return new Done();
        }
        if (look.log().overtakes(command.term())) {
            return new Abandon("a newer election overtook it");
        }
        return progress.outOfTime() ? new Abandon("not primary within promote_check_timeout") : new Await();
    }
}
