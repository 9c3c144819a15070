package io.pgbaton.contracts.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Writes records as JSON and reads them again. A field this version does not know is ignored; a kind of record it
/// does not know, or something that is no record at all, is told apart and never thrown.
public final class Wire {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .annotationIntrospector(new RequiredUnlessNullable())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
            .build();

    private Wire() {}

    /// What a record on a topic turned out to be.
    public sealed interface Read<T> {}

    public record Known<T>(T value) implements Read<T> {}

    /// A kind of record from a newer version: skip it and count it.
    public record Unknown<T>(String type) implements Read<T> {}

    /// Not a record of ours: skip it, count it and say so once.
    public record Malformed<T>(String why) implements Read<T> {}

    public static byte[] write(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    public static <T> Read<T> read(byte[] json, Class<T> type) {
        if (json == null) {
            return new Malformed<>("no value");
        }
        try {
            T value = JSON.readValue(json, type);
            return value == null ? new Malformed<>("JSON null") : new Known<>(value);
        } catch (InvalidTypeIdException e) {
            String id = e.getTypeId();
            return id == null ? new Malformed<>("no type") : new Unknown<>(id);
        } catch (JsonProcessingException e) {
            return new Malformed<>(firstLineOf(e.getOriginalMessage()));
        } catch (IOException e) {
            return new Malformed<>(firstLineOf(e.toString()));
        }
    }

    /// The mapper for HTTP bodies of the same records.
    public static ObjectMapper mapper() {
        return JSON.copy();
    }

    private static String firstLineOf(String message) {
        return message.lines().findFirst().orElse("unreadable");
    }
}
