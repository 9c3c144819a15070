# A stop ends everything in order: the server first, while its agent still renews the lease and can tell the others
# that it is gone, then the agent, then the guard. A guard that left a writable server behind would leave it unwatched.

# How long the agent may take to give its lease back after its server has ended, and to end itself.
RELEASE=3000
END=10000

# TERM, INT. The steps are taken by the same loop that watches the lease: a shutdown that outlasts the lease is cut off.
ask_stop() {
    stopping=${stopping:-server}
    wake
}

# HUP: a new agent, and a guard that has read its program and its settings again. The server runs on.
ask_reload() {
    stopping=${stopping:-reload}
    wake
}

# A server that pgbaton never started and never held a lease of is somebody else's: it is left alone.
is_ours() {
    [ -e "$state/armed" ] || [ -e "$state/started" ]
}

stop_step() {
    clock
    : "${step_began:=$now}"
    spent=$((now - step_began))
    case $stopping in
        server) stop_server ;;
        release)
            # by the agent, which can tell the others; by this guard when it does not
            if [ ! -e "$state/lease" ]; then
                next_step agent
            elif [ "$spent" -ge "$RELEASE" ] || ! alive "$agent" "$agent_started"; then
                read_lease
                [ "$lease" != held ] || fence 'stopped'
                next_step agent
            fi
            ;;
        agent) stop_agent && leave 0 ;;
        reload) stop_agent && start_over ;;
    esac
    left=20
}

stop_server() {
    if ! is_ours; then
        next_step agent
        return
    fi
    if [ -n "$postmaster" ] && [ "$spent" -lt "$shutdown_millis" ]; then
        # INT is a fast shutdown: sessions end, standbys receive all
        [ "$interrupted" = "$postmaster" ] || {
            kill -INT "$postmaster"
            interrupted=$postmaster
        }
    elif kill_server; then
        next_step release
    fi
}

stop_agent() {
    alive "$agent" "$agent_started" || return 0
    if [ -z "$termed" ]; then
        kill -TERM "$agent"
        termed=yes
    elif [ "$spent" -ge "$END" ]; then
        kill -9 "$agent"
    fi
    return 1
}

next_step() {
    stopping=$1 step_began=$now
}

# The same process, so that a service manager sees no end; lock and watchdog stay open over it.
start_over() {
    log INFO 'starts over'
    export PGBATON_WATCHDOG_OPEN="${watchdog:+yes}" PGBATON_LOCKED="$$:$state"
    exec "$home/bin/pgbaton-guard" -f "$conf"
}

# An orderly end, which a watchdog must not take for a crash.
leave() {
    [ -z "$watchdog" ] || printf V >&8
    apart rm -f "$state/guard.pid"
    exit "$1"
}
