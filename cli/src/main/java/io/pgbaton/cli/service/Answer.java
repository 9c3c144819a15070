package io.pgbaton.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.contracts.json.Wire;

/// What a service answered, and from where, for messages.
final class Answer {

    private final int status;
    private final byte[] body;
    private final String from;

    Answer(int status, byte[] body, String from) {
        this.status = status;
        this.body = body;
        this.from = from;
    }

    int status() {
        return status;
    }

    boolean isGood() {
        return status / 100 == 2;
    }

    /// A proxy's or the service's own "not now": another address may do better.
    boolean isOutOfOrder() {
        return status >= 500;
    }

    /// This answer, unless the service refused with a sentence of its own.
    Answer orRefusal() {
        if (!isGood()) {
            throw CommandFailed.badConfig(error());
        }
        return this;
    }

    <T> T as(Class<T> type) {
        return switch (Wire.read(body, type)) {
            case Wire.Known<T>(T value) -> value;
            case Wire.Unknown<T>(String kind) -> throw unreadable("a " + kind + " from another version of pgbaton");
            case Wire.Malformed<T>(String why) -> throw unreadable("no " + type.getSimpleName() + " (" + why + ")");
        };
    }

    /// The service's own sentence: `{"error": "..."}`.
    String error() {
        if (Wire.read(body, JsonNode.class) instanceof Wire.Known<JsonNode>(JsonNode json)
                && json.path("error").isTextual()) {
            return json.path("error").asText();
        }
        return "HTTP status " + status;
    }

    private CommandFailed unreadable(String what) {
        return new CommandFailed(
                ExitCode.CONNECTION, from + " answered " + what + ": is a pgbaton service of this version there?");
    }
}
