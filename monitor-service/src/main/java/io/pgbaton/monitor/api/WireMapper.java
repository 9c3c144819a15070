package io.pgbaton.monitor.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pgbaton.contracts.json.Wire;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// HTTP bodies are written as the bus writes the same records.
final class WireMapper {

    private WireMapper() {}

    @Produces
    @Singleton
    static ObjectMapper mapper() {
        return Wire.mapper();
    }
}
