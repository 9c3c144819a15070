package io.pgbaton.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pgbaton.contracts.json.Wire;
import java.io.UncheckedIOException;

/// The services' records as the services write them, indented for a reader.
public final class JsonText {

    private JsonText() {}

    public static String of(Object value) {
        try {
            return Wire.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }
}
