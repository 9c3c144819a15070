package io.pgbaton.agent.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.CloneOptions;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AskedCloneTest {

    @Test
    void optionsAreReadAsTheyWereWritten() throws IOException {
        CloneOptions options =
                new CloneOptions(true, null, CloneOptions.ExternalFiles.PGDATA, CloneOptions.Tool.PGBACKREST);

        assertThat(AskedClone.read(AskedClone.written(options))).isEqualTo(options);
        assertThat(AskedClone.read(AskedClone.written(CloneOptions.NONE))).isEqualTo(CloneOptions.NONE);
    }

    @Test
    void whatIsNoCloneOrCannotBeReadHasNone() {
        assertThat(AskedClone.read("rewind")).isEqualTo(CloneOptions.NONE);
        assertThat(AskedClone.read("")).isEqualTo(CloneOptions.NONE);
        assertThat(AskedClone.read("clone {half")).isEqualTo(CloneOptions.NONE);
    }
}
