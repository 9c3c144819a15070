package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Names one thing an operator asked for. Asking twice with the same id is asking once.
public record RequestId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RequestId {
        if (value.isBlank() || value.length() > 64) {
            throw new IllegalArgumentException("a request id has 1 to 64 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
