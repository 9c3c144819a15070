package io.pgbaton.agent.act;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pgbaton.contracts.CloneOptions;
import java.io.IOException;

/// How a clone was asked for, as it stands in the marker of the rebuild: an agent that takes it up again makes it the
/// same way.
final class AskedClone {

    private static final String CLONE = "clone";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private AskedClone() {}

    static String written(CloneOptions options) throws IOException {
        return options.areNone() ? CLONE : CLONE + " " + JSON.writeValueAsString(options);
    }

    /// What nobody asked for has no options, nor has what an older agent began.
    static CloneOptions read(String marker) {
        if (!marker.startsWith(CLONE + " ")) {
            return CloneOptions.NONE;
        }
        try {
            return JSON.readValue(marker.substring(CLONE.length() + 1), CloneOptions.class);
        } catch (JsonProcessingException e) {
            return CloneOptions.NONE;
        }
    }
}
