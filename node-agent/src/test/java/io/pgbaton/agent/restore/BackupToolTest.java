package io.pgbaton.agent.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.contracts.CloneOptions.Tool;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.SystemId;
import io.pgbaton.contracts.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What pgBackRest 2.45 and Barman 3.4 write, shortened.
class BackupToolTest {

    private static final Path INTO = Path.of("/data.pgbaton-clone/restored");
    private static final Map<Path, Path> MAPPING = Map.of(Path.of("/srv/fast"), Path.of("/mnt/fast"));

    private static final String PGBACKREST = """
            WARN: an option is deprecated
            [{"backup":[{"archive":{"start":"000000020000000000000002","stop":"000000020000000000000002"},
            "database":{"id":2,"repo-key":1},"info":{"size":23033565},"label":"20261126-160632F",
            "lsn":{"start":"0/2000028","stop":"0/2000100"},
            "tablespace":[{"destination":"/srv/fast","name":"fast","oid":16384}]}],
            "db":[{"id":1,"system-id":11,"version":"14"},{"id":2,"system-id":7712512248227431260,"version":"15"}],
            "status":{"code":0,"message":"ok"}}]
            """;

    private static final String BARMAN = """
            {"orders": {"backup_id": "20261126T160637", "base_backup_information": {"disk_usage_bytes": 23171311,
            "end_lsn": "0/5000000", "timeline": 3}, "status": "DONE",
            "tablespaces": [{"location": "/srv/fast", "name": "fast", "oid": 16384}]}}
            """;

    private static BackupTool tool(Tool tool) {
        return BackupTool.of(new AgentConfig.Backups(tool, "orders", Optional.of(Path.of("/etc/b.conf"))));
    }

    @Test
    void pgBackRestsLatestBackupIsRestoredAsAStandby() throws IOException {
        BackupTool pgBackRest = tool(Tool.PGBACKREST);

        Backup backup = pgBackRest.latest(_ -> PGBACKREST);

        assertThat(backup)
                .isEqualTo(new Backup(
                        "20261126-160632F",
                        Optional.of(new SystemId("7712512248227431260")),
                        new Backup.End(new Timeline(2), Lsn.parse("0/2000100")),
                        23033565,
                        List.of(new Backup.Tablespace("fast", Path.of("/srv/fast")))));
        assertThat(pgBackRest.restoring(backup, INTO, MAPPING))
                .containsExactly(
                        "pgbackrest",
                        "--config=/etc/b.conf",
                        "--stanza=orders",
                        "--set=20261126-160632F",
                        "--pg1-path=/data.pgbaton-clone/restored",
                        "--type=standby",
                        "--tablespace-map=fast=/mnt/fast",
                        "restore");
        assertThat(pgBackRest.restoreCommand(Path.of("/data")))
                .isEqualTo(
                        "pgbackrest --config=/etc/b.conf --stanza=orders --pg1-path=\"/data\" archive-get %f \"%p\"");
    }

    @Test
    void barmansLatestBackupIsRestoredAsAStandby() throws IOException {
        BackupTool barman = tool(Tool.BARMAN);

        Backup backup = barman.latest(_ -> BARMAN);

        assertThat(backup.end()).isEqualTo(new Backup.End(new Timeline(3), Lsn.parse("0/5000000")));
        assertThat(backup.places(MAPPING)).containsExactly(Path.of("/mnt/fast"));
        assertThat(String.join(" ", barman.restoring(backup, INTO, MAPPING)))
                .isEqualTo("barman -c /etc/b.conf recover --standby-mode --get-wal --tablespace fast:/mnt/fast"
                        + " orders 20261126T160637 /data.pgbaton-clone/restored");
        assertThat(barman.restoreCommand(Path.of("/data")))
                .isEqualTo("barman -c /etc/b.conf get-wal orders %f > \"%p\"");
    }

    @Test
    void withoutABackupTheToolsOwnWordsAreKept() {
        assertThatThrownBy(() -> tool(Tool.PGBACKREST)
                        .latest(_ -> "[{\"backup\":[],\"status\":{\"code\":1,\"message\":\"missing stanza path\"}}]"))
                .isInstanceOf(IOException.class)
                .hasMessage("missing stanza path");
        assertThatThrownBy(() -> tool(Tool.BARMAN).latest(_ -> "{\"_ERROR\": [\"Unknown server 'orders'\"]}"))
                .isInstanceOf(IOException.class)
                .hasMessage("Unknown server 'orders'");
        assertThatThrownBy(() -> tool(Tool.PGBACKREST)
                        .latest(_ -> "ERROR: [055]: unable to open missing file '/b.conf' for read\nHINT: none"))
                .isInstanceOf(IOException.class)
                .hasMessage("ERROR: [055]: unable to open missing file '/b.conf' for read");
        assertThatThrownBy(() -> tool(Tool.BARMAN).latest(_ -> BARMAN.replace("DONE", "FAILED")))
                .isInstanceOf(IOException.class)
                .hasMessage("backup 20261126T160637 is FAILED");
    }
}
