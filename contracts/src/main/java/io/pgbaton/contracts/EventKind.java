package io.pgbaton.contracts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The kinds of events this version writes. Names are repmgr's where it has one for the same thing.
public enum EventKind {
    PRIMARY_REGISTER(Severity.NOTICE, "primary_register", "a primary was registered"),
    STANDBY_REGISTER(Severity.NOTICE, "standby_register", "a standby joined the cluster"),
    STANDBY_UNREGISTER(Severity.NOTICE, "standby_unregister", "a standby was taken out of the cluster"),
    WITNESS_REGISTER(Severity.NOTICE, "witness_register", "a witness joined the cluster"),
    WITNESS_UNREGISTER(Severity.NOTICE, "witness_unregister", "a witness was taken out of the cluster"),
    STANDBY_CLONE(Severity.NOTICE, "standby_clone", "a base backup of the upstream was taken"),
    STANDBY_PROMOTE(Severity.NOTICE, "standby_promote", "a standby became primary"),
    STANDBY_FOLLOW(Severity.NOTICE, "standby_follow", "a standby streams from another upstream"),
    STANDBY_SWITCHOVER(Severity.NOTICE, "standby_switchover", "a switchover ended"),
    SWITCHOVER_PLANNED(Severity.NOTICE, "", "a switchover was planned for later, or that was taken back"),
    NODE_REJOIN(Severity.NOTICE, "node_rejoin", "a node came back as a standby"),
    NODE_SERVICE(Severity.NOTICE, "", "a server was started, stopped, restarted or reloaded, as an operator asked"),
    NODE_FENCED(Severity.WARNING, "", "a node gave up the right to accept writes"),
    FAILOVER_STARTED(Severity.CRITICAL, "repmgrd_upstream_disconnect", "the primary was lost and an election opened"),
    FAILOVER_PROMOTE(Severity.CRITICAL, "repmgrd_failover_promote", "a failover chose and promoted a new primary"),
    FAILOVER_FOLLOW(Severity.NOTICE, "repmgrd_failover_follow", "a standby follows the new primary of a failover"),
    FAILOVER_REFUSED(Severity.ERROR, "", "the primary is lost and no failover happens, for the reason given"),
    FAILOVER_ABORTED(Severity.NOTICE, "repmgrd_failover_aborted", "the primary came back before a new one was chosen"),
    FAILOVER_HALTED(Severity.CRITICAL, "", "the cluster needs a person"),
    FAILOVER_PAUSED(Severity.NOTICE, "", "automatic failover is paused"),
    FAILOVER_RESUMED(
            Severity.NOTICE, "", "automatic failover is no longer paused, by request or because its time ran out"),
    FAILOVER_ACKNOWLEDGED(Severity.NOTICE, "", "a person took note of the last failover"),
    SYNCHRONOUS_CHANGED(Severity.NOTICE, "", "the set of synchronous standbys changed"),
    SYNCHRONOUS_DEGRADED(Severity.WARNING, "", "no synchronous standby is left: commits wait for nobody, or for ever"),
    DECISION_EXPLAINED(Severity.INFO, "", "why a failover, switchover, refusal or halt came out as it did"),
    PROMOTE_ERROR(Severity.CRITICAL, "repmgrd_promote_error", "a promotion failed"),
    PRIMARY_AGENT_UNREACHABLE(Severity.WARNING, "", "the primary's agent is silent while its server still streams"),
    SERVER_DOWN(Severity.ERROR, "repmgrd_local_disconnect", "a server stopped answering its agent"),
    SERVER_UP(Severity.NOTICE, "repmgrd_local_reconnect", "a server answers its agent again"),
    SERVER_DEGRADED(Severity.WARNING, "", "a server lives, and its agent found something wrong with it"),
    SERVER_RESTORED(Severity.NOTICE, "", "what was wrong with a server is over"),
    STANDBY_FAILURE(Severity.ERROR, "standby_failure", "a standby is down"),
    STANDBY_RECOVERY(Severity.NOTICE, "standby_recovery", "a standby is back"),
    CHILD_NODE_DISCONNECT(Severity.WARNING, "child_node_disconnect", "a standby detached from its upstream"),
    CHILD_NODE_RECONNECT(Severity.NOTICE, "child_node_reconnect", "a standby attached to its upstream again"),
    CHILD_NODE_NEW_CONNECT(Severity.INFO, "child_node_new_connect", "a standby attached for the first time"),
    AGENT_START(Severity.INFO, "repmgrd_start", "an agent started"),
    AGENT_SHUTDOWN(Severity.INFO, "repmgrd_shutdown", "an agent stopped"),
    AGENT_REFUSED(Severity.ERROR, "", "an agent refused what it was told or found, for the reason given"),
    REQUEST_ACCEPTED(Severity.INFO, "", "an operator's request was taken up"),
    REQUEST_STEP(Severity.INFO, "", "an operator's request has come a step further"),
    REQUEST_REFUSED(Severity.WARNING, "", "an operator's request was refused, for the reason given"),
    REQUEST_FAILED(Severity.ERROR, "", "an operator's request failed on the way"),
    CLUSTER_CLEANUP(Severity.NOTICE, "cluster_cleanup", "samples of the history were deleted, as an operator asked"),
    DELIVERY_EXHAUSTED(Severity.ERROR, "", "a notification could not be delivered and went to the dead letters");

    private final Severity severity;
    private final String repmgrName;
    private final String meaning;

    EventKind(Severity severity, String repmgrName, String meaning) {
        this.severity = severity;
        this.repmgrName = repmgrName;
        this.meaning = meaning;
    }

    /// The name on the wire and in the history: lower case with underscores, as repmgr writes them.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// CloudEvents `type`.
    public String cloudEventType() {
        return "io.pgbaton.cluster." + wireName() + ".v1";
    }

    /// What it is worth when it succeeds.
    public Severity severity() {
        return severity;
    }

    /// repmgr's name for the same thing; empty when repmgr has no such event.
    public String repmgrName() {
        return repmgrName;
    }

    public String meaning() {
        return meaning;
    }

    public static Optional<EventKind> named(String wireName) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(wireName))
                .findFirst();
    }
}
