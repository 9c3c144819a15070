package io.pgbaton.cli.outcome;

/// The exit codes of repmgr that this version can end with, so that scripts written for repmgr go on working.
public enum ExitCode {
    SUCCESS(0, "done; nothing to complain about"),
    BAD_CONFIG(1, "bad option or configuration, unknown cluster or node, or the request was refused"),
    CHECK_WARNING(1, "node check of one thing: a warning"),
    CHECK_CRITICAL(2, "node check of one thing: critical"),
    CHECK_UNKNOWN(3, "node check of one thing: unknown"),
    LOCAL_COMMAND(5, "node service: the server did not do it"),
    CONNECTION(6, "a pgbaton service (adopt: or the server) could not be reached, or answered something unreadable"),
    QUERY(7, "primary register --create-roles: the server refused it"),
    PROMOTION_FAIL(8, "the first primary, or the standby, was not promoted"),
    BAD_BASEBACKUP(14, "the clone failed"),
    INTERNAL(15, "a defect of pgbaton itself"),
    SWITCHOVER_FAIL(18, "the switchover was refused or failed; the primary is the one before"),
    SWITCHOVER_INCOMPLETE(22, "there is a new primary, but what follows a promotion failed or is still going on"),
    FOLLOW_FAIL(23, "the standby does not stream from where it was told to"),
    REJOIN_FAIL(24, "the node did not rejoin"),
    ISSUES_FOUND(
            25,
            "cluster show, node status, node check: something is not as it should be; what-if: something is in the way; "
                    + "matrix, crosscheck: a node does not reach another, or nobody says; adopt: something must be mended first"),
    AGENT_SERVICE(27, "the agent of this host was not started or stopped");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }
}
