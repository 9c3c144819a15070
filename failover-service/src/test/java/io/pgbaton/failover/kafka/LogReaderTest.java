package io.pgbaton.failover.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pgbaton.fleet.kafka.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogReaderTest {

    private static final List<TopicPartition> HEARTBEATS =
            List.of(LogReader.heartbeatsOf(0), LogReader.heartbeatsOf(1));

    @Test
    void aBrokerThatDoesNotAnswerInTimeLeavesTheReaderAsItWasAndIsAskedAgain(@TempDir Path folder)
            throws ExecutionException, InterruptedException {
        try (KafkaBroker broker = KafkaBroker.startIn(folder.resolve("broker"))) {
            KafkaSettings settings = new KafkaSettings(broker.bootstrapServers(), 2);
            try (Admin admin = Admin.create(settings.admin())) {
                new TopicSetup(admin, 2).ensure(2);
            }
            try (LogReader reader = new LogReader(settings, 2)) {
                reader.open(System.currentTimeMillis());
                broker.pause();
                assertThatThrownBy(() -> reader.add(HEARTBEATS, 0)).isInstanceOf(TimeoutException.class);
                broker.resume();

                // O1: a take-over is tried again after each poll, so none may fail for what was left half-done
                assertThatCode(() -> reader.poll(Duration.ofMillis(200))).doesNotThrowAnyException();
                await().atMost(Duration.ofSeconds(60))
                        .ignoreException(TimeoutException.class)
                        .untilAsserted(() -> reader.add(HEARTBEATS, 0));
                assertThat(reader.positionOf(HEARTBEATS.getFirst())).isZero();
            }
        }
    }
}
