package io.pgbaton.agent.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgbaton.agent.lease.LeaseRecord;
import io.pgbaton.contracts.Term;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseFileTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void l7TheLeaseIsReadAsItWasWrittenAndGoneOnceItIsRemoved() {
        LeaseFile file = new LeaseFile(directory);
        assertThat(file.read()).isEmpty();
        LeaseRecord lease = new LeaseRecord("boot", new Term(7), 1, 2, 3, "/data");
        file.write(lease);
        file.write(lease);
        assertThat(file.read().flatMap(LeaseRecord::parse)).contains(lease);
        file.remove();
        file.remove();
        assertThat(file.read()).isEmpty();
    }

    @Test
    void l3WhatTheGuardGaveUpIsRead() throws IOException {
        LeaseFile file = new LeaseFile(directory);
        assertThat(file.fencedByGuard()).isEqualTo(Term.NONE);
        Files.writeString(directory.resolve("fenced"), "term=7\n");
        assertThat(file.fencedByGuard()).isEqualTo(new Term(7));
        Files.writeString(directory.resolve("fenced"), "term=x\n");
        assertThatThrownBy(file::fencedByGuard).isInstanceOf(StateProblem.class).hasMessageContaining("fenced");
    }

    @Test
    void theHostsClockIsReadInMillisecondsAndNeverRunsBack() {
        assertThat(ProcUptime.parse("3207.04 6123.99\n")).isEqualTo(3_207_040);
        ProcUptime clock = new ProcUptime();
        long floor = clock.floor();
        assertThat(clock.ceiling()).isGreaterThan(floor);
        assertThat(clock.floor()).isGreaterThanOrEqualTo(floor);
        assertThat(clock.boot()).matches("[0-9a-f-]{36}");
    }
}
