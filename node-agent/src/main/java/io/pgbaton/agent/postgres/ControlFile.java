package io.pgbaton.agent.postgres;

import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.SystemId;
import io.pgbaton.contracts.Timeline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/// The first fields of `global/pg_control`, which have stood at the same places since PostgreSQL 9.3. Read
/// directly, not through `pg_controldata`: it is asked for in the milliseconds after a crash.
public record ControlFile(SystemId systemId, DbState state, Timeline timeline) {

    private static final int STATE_AT = 16;
    private static final int TIMELINE_AT = 48;
    private static final int ENOUGH = 56;

    /// PostgreSQL's own word for where it was when it last wrote the file, in its order.
    public enum DbState {
        STARTUP,
        SHUTDOWNED,
        SHUTDOWNED_IN_RECOVERY,
        SHUTDOWNING,
        IN_CRASH_RECOVERY,
        IN_ARCHIVE_RECOVERY,
        IN_PRODUCTION;

        public boolean cleanlyShutDown() {
            return this == SHUTDOWNED || this == SHUTDOWNED_IN_RECOVERY;
        }

        /// What the server was under this state.
        public Role role() {
            return switch (this) {
                case SHUTDOWNED_IN_RECOVERY, IN_ARCHIVE_RECOVERY -> Role.STANDBY;
                case STARTUP, SHUTDOWNED, SHUTDOWNING, IN_CRASH_RECOVERY, IN_PRODUCTION -> Role.PRIMARY;
            };
        }
    }

    /// Empty when there is no such file, or it is being written.
    static Optional<ControlFile> read(Path dataDirectory) {
        ByteBuffer bytes = ByteBuffer.allocate(ENOUGH).order(ByteOrder.nativeOrder());
        try (FileChannel channel = FileChannel.open(dataDirectory.resolve("global/pg_control"))) {
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // a short read goes on
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        int state = bytes.getInt(STATE_AT);
        long timeline = Integer.toUnsignedLong(bytes.getInt(TIMELINE_AT));
        if (bytes.hasRemaining() || state < 0 || state >= DbState.values().length || timeline == 0) {
            return Optional.empty();
        }
        SystemId systemId = new SystemId(Long.toUnsignedString(bytes.getLong(0)));
        return Optional.of(new ControlFile(systemId, DbState.values()[state], new Timeline(timeline)));
    }
}
