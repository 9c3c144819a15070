package io.pgbaton.agent.act;

/// How a move ended.
public sealed interface Result {

    /// It holds now.
    record Done() implements Result {}

    /// Not yet: the same move is due again after this long, which is no failure.
    record Again(long afterMillis) implements Result {}

    /// Something else became more urgent.
    record GaveWay() implements Result {}

    /// `why` is one line for a person.
    record Failed(String why) implements Result {}

    Result DONE = new Done();
    Result GAVE_WAY = new GaveWay();

    static Result failed(String why) {
        return new Failed(why);
    }
}
