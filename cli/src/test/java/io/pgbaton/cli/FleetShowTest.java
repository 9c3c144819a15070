package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FleetShowTest {

    private final RecordedService monitor = new RecordedService();

    @AfterEach
    void stop() {
        monitor.close();
    }

    private Run show(String... options) {
        monitor.answering("/api/v1/clusters", List.of(Fleet.healthyOrders(), Fleet.billing()));
        return asked(options);
    }

    private Run asked(String... options) {
        List<String> words = new ArrayList<>(List.of("fleet", "show", "--monitor-url", monitor.url()));
        words.addAll(List.of(options));
        return Run.of(words.toArray(String[]::new));
    }

    @Test
    void everyClusterIsALineAndTheSickestIsFirst() {
        Run run = show();

        assertThat(run.out()).isEqualTo("""
                 Cluster | Health | Primary   | Standbys | Term | Worst lag | Issue
                ---------+--------+-----------+----------+------+-----------+------------------------------
                 billing | down   | billing-1 | 0 of 0   | 1    | ?         | there is no writable primary
                 orders  | ok     | orders-1  | 2 of 2   | 7    | 16 MB     |

                2 clusters, 1 ok, 1 not
                """);
        assertThat(run.code()).isEqualTo(ExitCode.ISSUES_FOUND);
    }

    @Test
    void namesSicknessOrderAndNumberChooseTheLines() {
        assertThat(show("--sick", "--csv").out()).isEqualTo("billing,down,1,0,0,1,-1\n");
        assertThat(show("--name", "or*s", "--csv").out()).isEqualTo("orders,ok,1,2,2,7,16777216\n");
        assertThat(show("--sort", "LAG", "--limit", "1", "--csv").out()).startsWith("orders,");
        assertThat(show("--sick", "--json").out()).contains("\"billing\"").doesNotContain("\"orders\"");
        assertThat(show("--name", "or*s").code()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void aFleetWithoutClustersIsWell() {
        monitor.answering("/api/v1/clusters", List.of());

        Run run = asked();

        assertThat(run.out()).endsWith("0 clusters, 0 ok, 0 not\n");
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void aLimitThatLeavesNothingIsNamed() {
        Run run = show("--limit", "0");

        assertThat(run.err()).contains("--limit 0 is out of range: it is 1 or more");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIG);
    }

    @Test
    void anUnknownOrderIsNamedWithThoseThereAre() {
        Run run = show("--sort", "size");

        assertThat(run.err()).contains("size").contains("HEALTH");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIG);
    }
}
