package io.pgbaton.agent.postgres;

import io.pgbaton.contracts.Lsn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What a primary's commits wait for at one moment. `setting` is `synchronous_standby_names` as a session reads it
/// that was opened just now: then the postmaster has told every process of it. `told` is whether the checkpointer is
/// between two pieces of work, where it heeds that; only then does a commit begin to wait.
public record CommitsWait(String setting, boolean told, Lsn end, List<Sender> senders) {

    private static final String SQL = """
            SELECT current_setting('synchronous_standby_names'), pg_current_wal_flush_lsn()::text,
                   coalesce((SELECT wait_event FROM pg_stat_activity WHERE backend_type = 'checkpointer'), '')
            """;
    private static final String SENDERS = """
            SELECT application_name, sync_state, coalesce(flush_lsn, '0/0')::text FROM pg_stat_replication
            """;

    /// One that streams from this server: `state` is its `sync_state`, `flushed` what it has said to have on disk.
    public record Sender(String name, String state, Lsn flushed) {

        boolean isOneOf(TreeSet<String> names) {
            return names.contains(name);
        }
    }

    public CommitsWait {
        senders = List.copyOf(senders);
    }

    /// The setting's value for "`required` of these"; empty when commits are to wait for nobody.
    public static String setting(int required, List<String> names) {
        if (required == 0) {
            return "";
        }
        List<String> quoted = names.stream()
                .map(name -> "\"" + name.replace("\"", "\"\"") + "\"")
                .toList();
        return "ANY " + required + " (" + String.join(", ", quoted) + ")";
    }

    public static String setting(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('synchronous_standby_names')")) {
            row.next();
            return row.getString(1);
        }
    }

    public static CommitsWait look(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            List<Sender> senders = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(SENDERS)) {
                while (rows.next()) {
                    senders.add(new Sender(rows.getString(1), rows.getString(2), Lsn.parse(rows.getString(3))));
                }
            }
            try (ResultSet row = statement.executeQuery(SQL)) {
                row.next();
                String busy = row.getString(3);
                boolean told = "CheckpointerMain".equals(busy) || "CheckpointWriteDelay".equals(busy);
                return new CommitsWait(row.getString(1), told, Lsn.parse(row.getString(2)), senders);
            }
        }
    }

    /// Why commits need not wait for `required` of `names` yet; empty when they do.
    public Optional<String> lacking(int required, List<String> names) {
        if (!setting.equals(setting(required, names))) {
            return Optional.of("the server has not read its configuration yet");
        }
        if (!told) {
            return Optional.of("the checkpointer is busy");
        }
        TreeSet<String> members = new TreeSet<>(Comparator.comparing(String::toLowerCase));
        if (required > 0) {
            members.addAll(names);
        }
        return senders.stream()
                .filter(sender -> sender.isOneOf(members) == "async".equals(sender.state()))
                .findFirst()
                .map(sender -> "what sends to " + sender.name() + " goes by the older setting yet");
    }

    /// How many of `names`, as far as they are heeded, have everything up to `position` on disk.
    public long have(Lsn position, List<String> names) {
        TreeSet<String> members = new TreeSet<>(Comparator.comparing(String::toLowerCase));
        members.addAll(names);
        return senders.stream()
                .filter(sender -> sender.isOneOf(members))
                .filter(sender -> "quorum".equals(sender.state()) || "sync".equals(sender.state()))
                .filter(sender -> sender.flushed().compareTo(position) >= 0)
                .map(Sender::name)
                .distinct()
                .count();
    }
}
