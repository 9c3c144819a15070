package io.pgbaton.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClusterSecretTest {

    private static final ClusterSecret SECRET = new ClusterSecret("what the agents share");

    @Test
    void onlyWhoKnowsTheSecretSignsAndOnlyForWhatWasSigned() {
        String signature = SECRET.sign("/path", "body");
        assertThat(SECRET.verifies(signature, "/path", "body")).isTrue();
        assertThat(SECRET.verifies(signature, "/path", "bod")).isFalse();
        assertThat(SECRET.verifies(signature, "/pathb", "ody")).isFalse();
        assertThat(SECRET.verifies("", "/path", "body")).isFalse();
        assertThat(new ClusterSecret("another secret").verifies(signature, "/path", "body"))
                .isFalse();
    }

    @Test
    void itIsNeverShown() {
        assertThat(SECRET).hasToString("(set)");
        assertThat(new ClusterSecret("")).hasToString("(not set)").matches(none -> !none.isSet());
    }
}
