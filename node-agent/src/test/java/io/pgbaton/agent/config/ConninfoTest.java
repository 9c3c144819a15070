package io.pgbaton.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConninfoTest {

    @Test
    void keywordsMayHaveBlanksQuotesAndEscapes() {
        Conninfo conninfo = Conninfo.parse("host = db1 port=5433 dbname='my \\'own\\' db' user=repmgr");
        assertThat(conninfo.host()).isEqualTo("db1");
        assertThat(conninfo.port()).isEqualTo(5433);
        assertThat(conninfo.database()).isEqualTo("my 'own' db");
        assertThat(Conninfo.parse(conninfo.written())).isEqualTo(conninfo);
    }

    @Test
    void anAddressIsReadLikeLibpqReadsIt() {
        Conninfo conninfo = Conninfo.parse("postgresql://re%40pmgr:se+cret@[::1]:5433/db?sslmode=require");
        assertThat(conninfo.user()).isEqualTo("re@pmgr");
        assertThat(conninfo.host()).isEqualTo("::1");
        assertThat(conninfo.get("sslmode")).contains("require");
        assertThat(conninfo.get("password")).contains("se+cret");
    }

    @Test
    void aPasswordIsNeverShown() {
        assertThat(Conninfo.parse("host=a password=secret").toString()).doesNotContain("secret");
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> Conninfo.parse("just words")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Conninfo.parse("host='open")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thePasswordFileIsReadLikeLibpqReadsIt(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("pgpass"), """
                # comment
                other:*:*:repmgr:wrong
                db\\:1:5433:*:repmgr:with\\:colon
                *:*:*:*:last
                """);
        Conninfo first = Conninfo.parse("host='db:1' port=5433 user=repmgr");
        assertThat(Passfile.lookUp(file, first, "x")).contains("with:colon");
        assertThat(Passfile.lookUp(file, Conninfo.parse("host=z user=u"), "x")).contains("last");
        assertThat(Passfile.lookUp(directory.resolve("none"), first, "x")).isEmpty();
    }
}
