package io.pgbaton.agent.lease;

import io.pgbaton.contracts.Term;

/// What this node has bound itself to. It stands on disk before it is acted upon or told.
///
/// `promised` is the highest term it has promised, `fenced` the highest under which it may never write again,
/// `term` the one it acts under, `view` the version of the view it has adopted; `atRest` is set by an operator's
/// stop and cleared by a start. The terms only grow.
public record Standing(Term promised, Term fenced, Term term, long view, boolean atRest) {

    public static final Standing NEW = new Standing(Term.NONE, Term.NONE, Term.NONE, 0, false);

    /// Rule F7: a promotion under an older term than promised, or under a fenced one, changes nothing (S2).
    public boolean mayPromote(Term asked) {
        return asked.isAtLeast(promised) && asked.isAbove(fenced);
    }

    /// Rule F4: a term below the promised one is not promised any more; promising twice is promising once.
    public boolean mayPromise(Term asked) {
        return asked.isAtLeast(promised);
    }

    /// May the server beside this agent be writable under `asked`?
    public boolean mayWrite(Term asked) {
        return asked.isAbove(Term.NONE) && asked.isAbove(fenced);
    }

    /// It gave up the term it acts under, and `now` is a newer one: it may have been primary, and must look back
    /// before it follows.
    public boolean gaveUpBefore(Term now) {
        return term.isAbove(Term.NONE) && !mayWrite(term) && now.isAbove(term);
    }

    public Standing promise(Term asked) {
        return new Standing(Term.highest(promised, asked), fenced, term, view, atRest);
    }

    /// Rules L3, L4: gives up every term up to `given`. Only a promotion under a higher one lifts it.
    public Standing fence(Term given) {
        return new Standing(promised, Term.highest(fenced, given), term, view, atRest);
    }

    /// Acts under `term` from now on, as the view's version `version` says.
    public Standing adopt(Term adopted, long version) {
        Term acting = Term.highest(term, adopted);
        return new Standing(Term.highest(promised, acting), fenced, acting, Math.max(view, version), atRest);
    }

    public Standing rest(boolean stopped) {
        return new Standing(promised, fenced, term, view, stopped);
    }
}
