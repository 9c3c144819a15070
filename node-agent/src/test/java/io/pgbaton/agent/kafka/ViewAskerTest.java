package io.pgbaton.agent.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.config.AgentFile;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewAskerTest {

    @TempDir
    private Path directory = Path.of("");

    private final List<Request> asked = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private boolean missing = true;

    private AgentConfig.Node node() throws IOException {
        Path file = Files.writeString(directory.resolve("agent.conf"), """
                node_id=2
                node_name='n2'
                conninfo='host=db2 user=repmgr dbname=repmgr'
                data_directory='/srv/pg'
                cluster='orders'
                bus='kafka1:9092'
                """);
        return AgentFile.load(file).config().node();
    }

    /// Looks once a second for so long.
    private void look(ViewAsker asker, Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            asker.look();
            now = now.plusSeconds(1);
        }
    }

    private final class Ticking extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }

    @Test
    void o5AViewThatIsMissingIsAskedForAndAgainEveryHalfMinute() throws IOException {
        ViewAsker asker = new ViewAsker(node(), () -> missing, asked::add, new Ticking());
        look(asker, Duration.ofSeconds(10));
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.wish()).isEqualTo(new Request.RepeatView(new NodeId(2)));
            assertThat(request.asked().by()).isEqualTo("agent of n2");
        });
        look(asker, Duration.ofSeconds(80));
        assertThat(asked).hasSize(3);
        assertThat(new HashSet<>(asked.stream().map(Request::id).toList())).hasSize(3);

        missing = false;
        look(asker, Duration.ofSeconds(80));
        assertThat(asked).hasSize(3);
    }
}
