package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.Terminal;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.RequestStatus;
import io.pgbaton.contracts.RequestStatus.State;
import io.pgbaton.contracts.json.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandbySwitchoverTest {

    private static final String VIEW = "/api/v1/clusters/orders/view";
    private static final String REQUESTS = "/api/v1/clusters/orders/requests";
    private static final String REQUEST = "/api/v1/requests/r-1";

    private final RecordedService failover = new RecordedService();

    @AfterEach
    void stop() {
        failover.close();
    }

    private Run switchover(String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("standby", "switchover", "--cluster", "orders", "--failover-url", failover.url()));
        all.addAll(List.of(arguments));
        return Run.of(all.toArray(String[]::new));
    }

    private static RequestStatus status(State state, String... steps) {
        List<RequestStatus.Step> done = new ArrayList<>();
        for (String step : steps) {
            done.add(new RequestStatus.Step(Fleet.NOON.plusMillis(120L * done.size()), step));
        }
        return new RequestStatus(new RequestId("r-1"), Fleet.ORDERS, state, done);
    }

    @Test
    void eachStepIsShownOnceWithItsTimeAndTheEndIsSaid() {
        failover.answering(VIEW, Fleet.view(1, 7), Fleet.view(2, 8))
                .answering(REQUESTS, status(State.RUNNING, "asked"))
                .answering(
                        REQUEST,
                        status(State.RUNNING, "asked", "orders-1 is stopped"),
                        status(State.DONE, "asked", "orders-1 is stopped", "orders-2 is primary"));

        Run run = switchover("--to", "orders-2");

        assertThat(run.err()).isEqualTo("switchover of orders from orders-1 to orders-2\n");
        assertThat(run.out().lines().toList().subList(0, 3))
                .containsExactly(
                        "12:00:00.123+01:00    +0 ms  asked",
                        "12:00:00.243+01:00  +120 ms  orders-1 is stopped",
                        "12:00:00.363+01:00  +240 ms  orders-2 is primary");
        assertThat(run.out().lines().toList().get(3)).matches("done in \\d.*: orders-2 is primary of orders, term 8");
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
        assertThat(failover.asked().get(1))
                .startsWith("POST " + REQUESTS + " {\"id\":\"")
                .endsWith("\"dryRun\":false,\"wish\":{\"type\":\"switchover\",\"to\":2}}");
    }

    @Test
    void withoutATargetItIsTheNodeOfTheConfigurationFile(@TempDir Path directory) throws Exception {
        Path conf = Files.writeString(directory.resolve("agent.conf"), "cluster=orders\nnode_id = 2\n");
        failover.answering(VIEW, Fleet.view(1, 7)).answering(REQUESTS, status(State.REFUSED, "no"));

        Run.of("standby", "switchover", "-f", conf.toString(), "--failover-url", failover.url());

        assertThat(failover.asked().get(1)).endsWith("\"wish\":{\"type\":\"switchover\",\"to\":2}}");
    }

    @Test
    void withoutAnyNodeTheServiceChooses() {
        failover.answering(VIEW, Fleet.view(1, 7)).answering(REQUESTS, status(State.REFUSED, "no"));

        Run run = switchover();

        assertThat(run.err()).startsWith("switchover of orders from orders-1 to the best standby\n");
        assertThat(failover.asked().get(1)).endsWith("\"wish\":{\"type\":\"switchover\"}}");
    }

    @Test
    void aRefusalEndsWith18AndItsReason() {
        failover.answering(VIEW, Fleet.view(1, 7))
                .answering(REQUESTS, status(State.REFUSED, "orders-2 is 3 GB behind"));

        Run run = switchover("--quiet");

        assertThat(run.err()).isEqualTo("pgbaton: switchover: orders-2 is 3 GB behind; nothing was changed\n");
        assertThat(run.out()).isEmpty();
        assertThat(run.code()).isEqualTo(ExitCode.SWITCHOVER_FAIL);
    }

    @Test
    void aFailureBeforeThePromotionEndsWith18() {
        failover.answering(VIEW, Fleet.view(1, 7))
                .answering(REQUESTS, status(State.FAILED, "orders-1 did not stop within 60 s"));

        Run run = switchover("--quiet");

        assertThat(run.err())
                .isEqualTo("pgbaton: switchover failed, the primary is orders-1 as before: "
                        + "orders-1 did not stop within 60 s\n");
        assertThat(run.code()).isEqualTo(ExitCode.SWITCHOVER_FAIL);
    }

    @Test
    void aFailureAfterThePromotionEndsWith22() {
        failover.answering(VIEW, Fleet.view(1, 7), Fleet.view(2, 8))
                .answering(REQUESTS, status(State.FAILED, "orders-1 did not rejoin"));

        Run run = switchover("--quiet");

        assertThat(run.err())
                .isEqualTo("pgbaton: switchover incomplete, orders-2 is primary now: orders-1 did not rejoin\n");
        assertThat(run.code()).isEqualTo(ExitCode.SWITCHOVER_INCOMPLETE);
    }

    @Test
    void patienceEndsWhileTheRequestGoesOn() {
        failover.answering(VIEW, Fleet.view(1, 7)).answering(REQUESTS, status(State.RUNNING, "asked"));

        Run run = switchover("--wait", "0");

        assertThat(run.err())
                .contains("switchover is still going on after")
                .contains("the primary is orders-1: follow it with pgbaton cluster show orders\n");
        assertThat(run.code()).isEqualTo(ExitCode.SWITCHOVER_FAIL);
    }

    @Test
    void aDryRunSaysWhatWouldHappenAndChangesNothing() {
        failover.answering(VIEW, Fleet.view(1, 7)).answering(REQUESTS, status(State.DONE, "would stop orders-1"));

        Run run = switchover("--dry-run", "--to", "2");

        assertThat(run.out()).endsWith("would stop orders-1\ndry run: nothing was changed\n");
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
        assertThat(failover.asked().get(1)).contains("\"dryRun\":true");
    }

    @Test
    void aDryRunThatWouldBeRefusedEndsWith18() {
        failover.answering(VIEW, Fleet.view(1, 7)).answering(REQUESTS, status(State.REFUSED, "no standby is attached"));

        Run run = switchover("--dry-run");

        assertThat(run.err()).endsWith("pgbaton: switchover would be refused: no standby is attached\n");
        assertThat(run.code()).isEqualTo(ExitCode.SWITCHOVER_FAIL);
    }

    @Test
    void anUnknownTargetNamesTheNodesThereAre() {
        failover.answering(VIEW, Fleet.view(1, 7));

        Run run = switchover("--to", "orders-9");

        assertThat(run.err())
                .isEqualTo("pgbaton: cluster orders has no node \"orders-9\": it has orders-1 (1), orders-2 (2)\n");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIG);
    }

    @Test
    void jsonIsTheRequestsRecordAndNothingElse() {
        RequestStatus done = status(State.DONE, "asked", "orders-2 is primary");
        failover.answering(VIEW, Fleet.view(1, 7), Fleet.view(2, 8)).answering(REQUESTS, done);

        Run run = switchover("--json");

        assertThat(Wire.read(run.out().getBytes(StandardCharsets.UTF_8), RequestStatus.class))
                .isEqualTo(new Wire.Known<>(done));
    }

    @Test
    void aServiceThatComesBackIsWaitedFor() {
        failover.answering(VIEW, Fleet.view(1, 7), Fleet.view(2, 8))
                .answering(REQUESTS, status(State.RUNNING, "asked"))
                .refusing(REQUEST, 503, "reading the logs")
                .refusing(REQUEST, 404, "no such request")
                .answering(REQUEST, status(State.DONE, "asked", "orders-2 is primary"));

        Run run = switchover();

        assertThat(run.err())
                .contains(
                        "(reading the logs): start it, or say where it is with --failover-url " + "(still waiting)\n");
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void theSecondAddressIsTriedWhenTheFirstDoesNotAnswer() {
        failover.answering(VIEW, Fleet.view(1, 7)).answering(REQUESTS, status(State.REFUSED, "no"));
        Map<String, String> environment = Map.of("PGBATON_FAILOVER_URL", "http://127.0.0.1:1, " + failover.url() + "/");

        Run run = Run.in(
                environment, Path.of("/nonexistent"), Terminal.plain(), "standby", "switchover", "--cluster", "orders");

        assertThat(run.code()).isEqualTo(ExitCode.SWITCHOVER_FAIL);
    }
}
