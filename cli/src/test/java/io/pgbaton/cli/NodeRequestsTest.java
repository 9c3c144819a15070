package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.contracts.RequestStatus.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `primary register`, `standby clone` and `node rejoin` differ in what they ask and in the code of their failure.
class NodeRequestsTest {

    private final RecordedService failover = new RecordedService();

    @AfterEach
    void stop() {
        failover.close();
    }

    private Run ask(String object, String verb, State state) {
        return failover.ask(state, object, verb, "--node-id", "3");
    }

    @ParameterizedTest
    @CsvSource({
        "primary, register, register-primary, node 3 is primary of orders",
        "standby, clone, clone-standby, node 3 is a standby of orders",
        "node, rejoin, rejoin-node, node 3 is a standby of orders",
    })
    void askForOneNodeAndSayWhatItIsNow(String object, String verb, String wish, String end) {
        Run run = ask(object, verb, State.DONE);

        assertThat(failover.asked().getFirst()).endsWith("\"wish\":{\"type\":\"" + wish + "\",\"node\":3}}");
        assertThat(run.out()).endsWith(": " + end + "\n");
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
    }

    @ParameterizedTest
    @CsvSource({"primary, register, PROMOTION_FAIL", "standby, clone, BAD_BASEBACKUP", "node, rejoin, REJOIN_FAIL"})
    void failWithRepmgrsCode(String object, String verb, ExitCode code) {
        Run run = ask(object, verb, State.FAILED);

        assertThat(run.err()).contains(" failed: so\n");
        assertThat(run.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"primary, register", "standby, clone", "node, rejoin"})
    void endWithOneWhenRefused(String object, String verb) {
        Run run = ask(object, verb, State.REFUSED);

        assertThat(run.err()).startsWith("pgbaton: ").endsWith(": so\n");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIG);
    }

    @ParameterizedTest
    @CsvSource({"primary, register", "standby, clone", "node, rejoin"})
    void wantToKnowWhichNode(String object, String verb) {
        Run run = Run.of(object, verb, "--cluster", "orders");

        assertThat(run.err()).isEqualTo("pgbaton: which node? give --node-id N, or -f with that node's agent.conf\n");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIG);
    }
}
