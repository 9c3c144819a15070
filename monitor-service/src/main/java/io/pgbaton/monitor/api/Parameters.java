package io.pgbaton.monitor.api;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Query parameters as values; what cannot be one is answered with 400 and the reason.
final class Parameters {

    private Parameters() {}

    static ClusterId cluster(String name) {
        try {
            return new ClusterId(name);
        } catch (IllegalArgumentException e) {
            throw ErrorBody.badRequest(String.valueOf(e.getMessage()));
        }
    }

    static Optional<ClusterId> optionalCluster(@Nullable String name) {
        return given(name).map(Parameters::cluster);
    }

    static Optional<NodeId> node(@Nullable String number) {
        return given(number).map(text -> {
            try {
                return new NodeId(Integer.parseInt(text));
            } catch (IllegalArgumentException _) {
                throw ErrorBody.badRequest("node \"%s\" is not a node id: a number, 1 or more".formatted(text));
            }
        });
    }

    static int limit(@Nullable String number, int standard, int most) {
        return given(number)
                .map(text -> {
                    try {
                        int limit = Integer.parseInt(text);
                        if (limit >= 1 && limit <= most) {
                            return limit;
                        }
                    } catch (NumberFormatException _) {
                        // said below, with the range
                    }
                    throw ErrorBody.badRequest("limit \"%s\" is out of range: 1 to %d".formatted(text, most));
                })
                .orElse(standard);
    }

    static Optional<Instant> time(String name, @Nullable String text) {
        return given(text).map(given -> {
            try {
                return Instant.parse(given);
            } catch (DateTimeException _) {
                throw ErrorBody.badRequest(
                        "%s \"%s\" is not a time: write it as 2026-01-31T23:59:59Z".formatted(name, given));
            }
        });
    }

    static Optional<String> given(@Nullable String text) {
        return Optional.ofNullable(text).filter(value -> !value.isBlank());
    }
}
