package io.pgbaton.fleet.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of one act. `gapMillis` is the longest time without an acknowledged write, from the last one before to
/// the first one after it; `wholeMillis` is when every standby streamed again.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ActReport(
        String title, long gapMillis, @Nullable String newPrimary, long wholeMillis, List<Moment> moments) {

    public ActReport {
        moments = List.copyOf(moments);
    }
}
