package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `primary register --create-roles`: which SQL, as whom, and what is said when it cannot be.
class CreateRolesTest {

    @TempDir
    private Path directory;

    private Run register(String conf, String... words) throws IOException {
        Path file = Files.writeString(directory.resolve("agent.conf"), conf);
        List<String> all = new ArrayList<>(List.of("primary", "register", "-f", file.toString()));
        all.addAll(List.of(words));
        return Run.of(all.toArray(String[]::new));
    }

    private static String grantsIn(String sql) {
        return Arrays.stream(sql.replaceAll("--[^\n]*", "").replace("\"", "").split(";"))
                .map(statement -> statement.replaceAll("\\s+", " ").strip())
                .filter(statement -> statement.startsWith("GRANT"))
                .reduce("", (one, other) -> one + other + ";\n");
    }

    @Test
    void theDocsHaveTheSameGrants() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "installing.md"));
        String block = page.substring(page.indexOf("CREATE ROLE pgbaton LOGIN REPLICATION"));

        Run run = register("conninfo='user=pgbaton dbname=postgres'", "--create-roles", "--dry-run");

        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
        assertThat(grantsIn(run.out())).isNotEmpty().isEqualTo(grantsIn(block.substring(0, block.indexOf("```"))));
    }

    @Test
    void namesAreQuotedAndTheReplicationUserIsARoleOfItsOwn() throws IOException {
        Run run = register(
                "conninfo='host=db user=\"Agent\" password=secret'\nreplication_user = 'o''brien'",
                "--create-roles",
                "--dry-run");

        assertThat(run.out())
                .contains("ALTER ROLE \"\"\"Agent\"\"\" LOGIN REPLICATION;")
                .contains("SELECT 'CREATE ROLE \"o''brien\" LOGIN REPLICATION' WHERE NOT EXISTS", "'o''brien') \\gexec")
                .doesNotContain("secret");
    }

    @Test
    void aConninfoMayBeAUri() throws IOException {
        Run run = register("conninfo='postgresql://agent:secret@db:5433/app'", "--create-roles", "--dry-run", "--json");

        assertThat(run.out())
                .contains("ALTER ROLE \\\"agent\\\" LOGIN REPLICATION;")
                .doesNotContain("secret");
    }

    @Test
    void withoutAUserItIsNotKnownWhichRole() throws IOException {
        Run run = register("conninfo='host=db password=secret'", "--create-roles");

        assertThat(run.err())
                .contains("conninfo names no user")
                .doesNotContain("secret")
                .hasLineCount(1);
        assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIG);
    }

    @Test
    void aServerThatIsNotThereEndsWith6() throws IOException {
        Run run = register(
                "conninfo='user=pgbaton dbname=postgres'",
                "--create-roles",
                "--superuser-conninfo",
                "host=127.0.0.1 port=1 user=postgres");

        assertThat(run.err())
                .startsWith("pgbaton: the roles were not made: ")
                .contains("127.0.0.1", "sudo -u postgres", "--superuser-conninfo")
                .hasLineCount(1);
        assertThat(run.code()).isEqualTo(ExitCode.CONNECTION);
    }

    @Test
    void aSuperuserIsOfUseForThatAlone() throws IOException {
        Run run = register("conninfo='user=pgbaton'", "-S", "postgres");

        assertThat(run.err())
                .contains("--superuser and --superuser-conninfo go with --create-roles")
                .hasLineCount(1);
    }
}
