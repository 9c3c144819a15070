package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.contracts.RequestStatus.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// repmgr's grammar for single nodes: what is asked for, and how each outcome ends.
class MemberCommandsTest {

    private final RecordedService failover = new RecordedService();

    @AfterEach
    void stop() {
        failover.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            standby register --node-id 3                       | {"type":"register-node","node":3}                 | node 3 is a member of orders
            witness register --node-id 9                       | {"type":"register-node","node":9}                 | node 9 is a member of orders
            standby unregister --node-id 3                     | {"type":"unregister-node","node":3,"force":false} | node 3 is no member of orders any more
            witness unregister --node-id 9                     | {"type":"unregister-node","node":9,"force":false} | node 9 is no member of orders any more
            primary unregister --node-id 1 -F                  | {"type":"unregister-node","node":1,"force":true}  | node 1 is no member of orders any more
            standby promote --node-id 2                        | {"type":"promote-standby","to":2}                 | node 2 is primary of orders
            standby promote --node-id 2 --siblings-follow      | {"type":"promote-standby","to":2}                 | node 2 is primary of orders
            standby follow --node-id 3 --upstream-node-id 2    | {"type":"follow-upstream","node":3,"upstream":2}  | node 3 streams from node 2
            standby follow --node-id 3                         | {"type":"follow-upstream","node":3}               | node 3 streams from the primary of orders
            node service --action=restart --node-id 3          | {"type":"serve-node","node":3,"action":"RESTART"} | restart of node 3
            standby switchover --cancel                        | {"type":"cancel-switchover"}                      | no switchover of orders is planned any more
            """)
    void eachAsksForOneThingAndSaysWhatHoldsNow(String command, String wish, String end) {
        failover.answering("/api/v1/clusters/orders/view", Fleet.view(1, 7));
        Run run = failover.ask(State.DONE, command.split(" "));

        assertThat(failover.asked().getLast()).endsWith("\"wish\":" + wish + "}");
        assertThat(run.out()).endsWith(": " + end + "\n");
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            standby unregister --node-id 3            | REFUSED | BAD_CONFIG
            standby promote --node-id 2               | REFUSED | PROMOTION_FAIL
            standby promote --node-id 2               | FAILED  | PROMOTION_FAIL
            standby follow --node-id 3                | FAILED  | FOLLOW_FAIL
            node service --action=stop --node-id 3    | FAILED  | LOCAL_COMMAND
            node service --action=stop --node-id 3    | REFUSED | BAD_CONFIG
            standby switchover --cancel               | REFUSED | SWITCHOVER_FAIL
            """)
    void eachEndsWithItsOwnCodeAndOneLine(String command, State state, ExitCode code) {
        failover.answering("/api/v1/clusters/orders/view", Fleet.view(1, 7));
        Run run = failover.ask(state, command.split(" "));

        assertThat(run.err()).startsWith("pgbaton: ").hasLineCount(1).contains("so");
        assertThat(run.code()).isEqualTo(code);
    }

    @Test
    void aNodeMayBeNamed() {
        failover.answering("/api/v1/clusters/orders/view", Fleet.view(1, 7));

        Run run = failover.ask(State.DONE, "standby", "unregister", "--node-name", "orders-2");

        assertThat(failover.asked().getLast()).endsWith("{\"type\":\"unregister-node\",\"node\":2,\"force\":false}}");
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            standby unregister --node-name orders-9             | cluster orders has no node "orders-9": it has orders-1 (1), orders-2 (2)
            node rejoin --node-name orders-2 --node-id 2        | --node-id 2 and --node-name orders-2: give one of them
            witness unregister --node-id 2                      | node 2 (orders-2) is no witness: pgbaton standby unregister
            standby follow --node-id 0                          | --node-id 0 is out of range: it is 1 or more
            """)
    void aNodeThatIsNotThereIsNotAskedFor(String command, String line) {
        failover.answering("/api/v1/clusters/orders/view", Fleet.view(1, 7));

        Run run = failover.ask(State.DONE, command.split(" "));

        assertThat(run.err()).isEqualTo("pgbaton: " + line + "\n");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIG);
    }

    @Test
    void aDryRunAsksToCheckOnly() {
        failover.answering("/api/v1/clusters/orders/view", Fleet.view(1, 7));
        Run run = failover.ask(State.DONE, "standby", "unregister", "--node-id", "3", "--dry-run");

        assertThat(failover.asked().getLast()).contains("\"dryRun\":true");
        assertThat(run.out()).endsWith("dry run: nothing was changed\n");
    }

    @Test
    void aCheckpointComesBeforeARestartWhenAskedFor() {
        failover.ask(State.DONE, "node", "service", "--action=restart", "--checkpoint", "--node-id", "3");

        assertThat(failover.asked()).hasSize(2);
        assertThat(failover.asked().getFirst()).contains("\"action\":\"CHECKPOINT\"");
        assertThat(failover.asked().getLast()).contains("\"action\":\"RESTART\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            node service --node-id 3                        | --action is one of start, stop, restart, reload, checkpoint
            node service --action=promote --node-id 3       | use pgbaton standby switchover
            standby switchover --at noon                    | --at noon: a time such as 03:00
            """)
    void whatCannotBeMeantIsNotAskedFor(String command, String line) {
        failover.answering("/api/v1/clusters/orders/view", Fleet.view(1, 7));
        Run run = failover.ask(State.DONE, command.split(" "));

        assertThat(run.err()).contains(line);
        assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIG);
        assertThat(failover.asked()).noneMatch(asked -> asked.startsWith("POST"));
    }

    @Test
    void aSwitchoverIsPlannedForAMoment() {
        failover.answering("/api/v1/clusters/orders/view", Fleet.view(1, 7));
        Run run = failover.ask(
                State.DONE, "standby", "switchover", "--to", "2", "--at", "2126-11-27T03:00:00Z", "--force");

        assertThat(failover.asked().getLast())
                .endsWith("{\"type\":\"switchover\",\"to\":2,\"force\":true,\"at\":\"2126-11-27T03:00:00Z\"}}");
        assertThat(run.out()).contains("switchover of orders planned for 2126-11-27");
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
    }
}
