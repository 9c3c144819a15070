package io.pgbaton.fleet.configure;

import io.pgbaton.fleet.plan.HostAddresses;

/// What the sandbox's servers have in `postgresql.conf` and `pg_hba.conf`. Port and log are given at each start:
/// all nodes of a cluster are clones of one data directory.
public final class PostgresConf {

    /// `max_connections` stays as it is: a standby may not have less than its primary once had, and a server's
    /// first start is that of a standby.
    ///
    /// No Unix sockets: their paths may have 107 bytes at most, which a deep folder exceeds.
    private static final String SETTINGS = """
            unix_socket_directories = ''
            password_encryption = 'scram-sha-256'
            wal_level = replica
            hot_standby = on
            wal_log_hints = on
            max_wal_senders = 12
            max_replication_slots = 12
            wal_keep_size = '256MB'
            max_wal_size = '256MB'
            shared_buffers = '32MB'
            restart_after_crash = off
            wal_retrieve_retry_interval = '200ms'
            wal_receiver_status_interval = '1s'
            log_line_prefix = '%m [%p] %q%u@%d '
            log_checkpoints = off
            """;

    /// Everybody proves who he is, replication too.
    private static final String ACCESS = """
            host all         all clients scram-sha-256
            host replication all clients scram-sha-256
            """;

    private PostgresConf() {}

    /// All nodes of a cluster are clones of one data directory: it names no address of its own.
    public static String settings(HostAddresses addresses) {
        return "listen_addresses = '" + addresses.listen() + "'\n" + SETTINGS;
    }

    public static String access(HostAddresses addresses) {
        return ACCESS.replace("clients", addresses.clients());
    }
}
