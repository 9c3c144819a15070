package io.pgbaton.cli.check;

/// One thing that `node check` looks at: repmgr's words for it in the overview, its option, and its Nagios label.
public enum Check {
    ROLE("Server role", "--role", "SERVER_ROLE"),
    REPLICATION_LAG("Replication lag", "--replication-lag", "REPLICATION_LAG"),
    ARCHIVE_READY("WAL archiving", "--archive-ready", "ARCHIVE_READY"),
    UPSTREAM("Upstream connection", "--upstream", "UPSTREAM_SERVER"),
    DOWNSTREAM("Downstream servers", "--downstream", "DOWNSTREAM_SERVERS"),
    SLOTS("Replication slots", "--slots", "INACTIVE_SLOTS"),
    MISSING_SLOTS("Missing physical replication slots", "--missing-slots", "MISSING_SLOTS"),
    LEASE("Lease", "--lease", "LEASE"),
    AGENT("Agent", "--repmgrd", "AGENT");

    private final String words;
    private final String option;
    private final String label;

    Check(String words, String option, String label) {
        this.words = words;
        this.option = option;
        this.label = label;
    }

    public String words() {
        return words;
    }

    public String option() {
        return option;
    }

    /// As repmgr prints it, so that what reads its output goes on working; ours are named alike.
    public String label() {
        return this == LEASE || this == AGENT ? "PGBATON_" + label : "REPMGR_" + label;
    }
}
