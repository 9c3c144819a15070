package io.pgbaton.cli.output;

/// What a line is worth a second look for.
public enum Colour {
    NONE(""),
    GOOD("\u001b[32m"),
    WARNING("\u001b[33m"),
    BAD("\u001b[31m");

    private final String start;

    Colour(String start) {
        this.start = start;
    }

    String start() {
        return start;
    }
}
