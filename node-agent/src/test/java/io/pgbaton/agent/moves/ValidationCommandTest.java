package io.pgbaton.agent.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.Term;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Node 1 is primary of three.
class ValidationCommandTest {

    private static final ClusterView VIEW = Situations.view(3, 5, 1, new Phase.Steady());

    private static String filled(String template) {
        return new ValidationCommand(template, new NodeId(2), "n$2").text(VIEW, 1);
    }

    @Test
    void repmgrsPlaceholdersAreFilledIn() {
        assertThat(filled("check %n '%a' %v/%u of %t")).isEqualTo("check 2 'n$2' 1/2 of 3");
        assertThat(filled("date +%%H; echo 100%")).isEqualTo("date +%H; echo 100%");
    }

    @Test
    void onlyAnOperatorsElectionIsAskedFor() {
        Phase.Switchover wish = new Phase.Switchover(new RequestId("r"), null);
        assertThat(ValidationCommand.isAskedFor(freezing(Reason.SWITCHOVER_REQUESTED, wish)))
                .isTrue();
        assertThat(ValidationCommand.isAskedFor(freezing(Reason.PRIMARY_SILENT, wish)))
                .isFalse();
        assertThat(ValidationCommand.isAskedFor(freezing(Reason.PRIMARY_SILENT, null)))
                .isFalse();
    }

    private static Phase freezing(Reason cause, Phase.@Nullable Switchover wish) {
        return new Phase.Freezing(new Term(4), cause, true, wish);
    }
}
