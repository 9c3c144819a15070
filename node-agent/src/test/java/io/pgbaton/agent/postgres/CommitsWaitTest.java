package io.pgbaton.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.Lsn;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitsWaitTest {

    private static final List<String> BOTH = List.of("n2", "n3");

    @Test
    void theSettingNamesTheStandbysAndHowManyOfThemConfirm() {
        assertThat(CommitsWait.setting(1, BOTH)).isEqualTo("ANY 1 (\"n2\", \"n3\")");
        assertThat(CommitsWait.setting(2, List.of("a \"b\"", "n3"))).isEqualTo("ANY 2 (\"a \"\"b\"\"\", \"n3\")");
        assertThat(CommitsWait.setting(0, List.of())).isEmpty();
    }

    @Test
    void commitsWaitOnceEveryProcessGoesByTheSetting() {
        CommitsWait found = found(true, sender("n2", "quorum", 10), sender("n3", "potential", 1));
        assertThat(found.lacking(1, BOTH)).isEmpty();
        assertThat(found.lacking(2, BOTH))
                .hasValueSatisfying(why -> assertThat(why).contains("configuration"));
    }

    @Test
    void aProcessThatHasNotHeededTheSettingYetIsWaitedFor() {
        assertThat(found(false, sender("n2", "quorum", 10)).lacking(1, BOTH)).isPresent();
        assertThat(found(true, sender("n2", "async", 10)).lacking(1, BOTH)).isPresent();
        assertThat(found(true, sender("n4", "quorum", 10)).lacking(1, BOTH)).isPresent();
        assertThat(found(true, sender("n4", "async", 10)).lacking(1, BOTH)).isEmpty();
    }

    @Test
    void onlyWhoIsHeededAndHasEverythingCounts() {
        CommitsWait found = found(
                true,
                sender("N2", "quorum", 10),
                sender("n3", "potential", 10),
                sender("n4", "quorum", 10),
                sender("n3", "quorum", 9));
        assertThat(found.have(new Lsn(10), BOTH)).isEqualTo(1);
        assertThat(found.have(new Lsn(9), BOTH)).isEqualTo(2);
    }

    private static CommitsWait found(boolean told, CommitsWait.Sender... senders) {
        return new CommitsWait("ANY 1 (\"n2\", \"n3\")", told, new Lsn(10), Arrays.asList(senders));
    }

    private static CommitsWait.Sender sender(String name, String state, long flushed) {
        return new CommitsWait.Sender(name, state, new Lsn(flushed));
    }
}
