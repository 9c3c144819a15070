package io.pgbaton.agent.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);

    private int counted() throws InterruptedException {
        int number = begun.incrementAndGet();
        release.await();
        return number;
    }

    @Test
    void allWhoAskWhileItIsUnderWayAndSoonAfterGetTheSame() throws Exception {
        Shared<Integer> shared = new Shared<>(LONG);
        List<Future<Integer>> askers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            askers.add(shared.begun(this::counted));
        }
        release.countDown();

        for (Future<Integer> asker : askers) {
            assertThat(Shared.awaited(asker, LONG)).isEqualTo(1);
        }
        assertThat(shared.within(LONG, this::counted)).isEqualTo(1);
    }

    @Test
    void whatHangsIsNotJoinedByAnother() throws Exception {
        Shared<Integer> shared = new Shared<>(Duration.ZERO);

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> shared.within(Duration.ofMillis(5), this::counted))
                    .isInstanceOf(TimeoutException.class);
        }
        assertThat(begun).hasValue(1);

        release.countDown();
        await().until(() -> shared.within(LONG, this::counted) > 1);
    }
}
