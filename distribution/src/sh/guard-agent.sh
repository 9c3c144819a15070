# The agent: started at once when it is dead, for as long as the guard runs.

# An agent that ended within this many milliseconds ended at once.
AT_ONCE=10000
# How long an agent may use no processor time at all after its server was killed under it.
FROZEN=10000

# One that runs already, started by a guard that was killed. It is no child: its death sends no signal.
adopt_agent() {
    adopted='' agent='' agent_started='' agent_began=$now failures=0 restart_at=0 fenced_at='' first=yes looks=0
    { read -r pid began; } 2>/dev/null <"$state/agent.pid" || return 0
    if alive "$pid" "$began"; then
        adopted=yes agent=$pid agent_started=$began first=''
        log INFO "goes on with the agent that runs (pid $agent)"
    fi
}

# Ahead of the server's processes, where this user may do that: on a busy host the lease goes first.
find_priority() {
    priority='nice -n -5'
    [ -z "$(apart $priority true 2>&1)" ] || priority=''
}

start_agent() {
    # shellcheck disable=SC2086 # a command and its options, or nothing
    PGBATON_AGENT_PID_FILE=$state/agent.pid $priority sh "$home/lib/agent.sh" -f "$conf" 8>&- 9>&- &
    adopted='' agent=$!
    stat_of "$agent"
    agent_started=$started agent_began=$now
}

# It is to run and does not. A pid that has a program (a zombie has none) is not asked for more: a shell reads a start
# time byte by byte, so that is compared at one look of ten.
agent_has_ended() {
    [ -z "$stopping" ] && [ -n "$agent" ] && [ ! -e "/proc/$agent/exe" ] && ! alive "$agent" "$agent_started"
}

keep_agent() {
    [ -z "$stopping" ] || return 0
    looks=$((looks + 1))
    [ -n "$fenced_at" ] || [ -z "$agent" ] || [ $((looks % 10)) -eq 0 ] || agent_has_ended || return 0
    if alive "$agent" "$agent_started"; then
        [ -z "$fenced_at" ] || look_for_reaction
        return
    fi
    clock
    [ -z "$agent" ] || bury_agent
    [ "$now" -lt "$restart_at" ] || start_agent
}

# It is dead: when is the next one started? The first repetition at once, later ones after up to 5 s.
bury_agent() {
    wait "$agent" 2>/dev/null
    status=$?
    if [ $((now - agent_began)) -ge "$AT_ONCE" ]; then
        failures=0
    elif [ -n "$first" ] && [ "$status" -le 2 ] && [ -z "$postmaster" ]; then
        # refused its configuration, in a line of its own, and there is nothing to guard yet
        leave "$status"
    fi
    case $failures in
        0) delay=0 ;;
        1) delay=500 ;;
        2) delay=1000 ;;
        3) delay=2000 ;;
        *) delay=5000 ;;
    esac
    failures=$((failures + 1)) restart_at=$((now + delay))
    log WARNING "the agent (pid $agent) is gone: started again $([ "$delay" -eq 0 ] && echo now || echo "in $delay ms")"
    agent='' first='' fenced_at=''
}

# A fence by the guard means that the agent has not done it, perhaps because it is frozen.
expect_reaction() {
    stat_of "$agent" || return 0
    clock
    fenced_at=$now fenced_ticks=$ticks
}

# `ticks` is fresh from `alive`. Who runs at all uses some processor time in ten seconds.
look_for_reaction() {
    clock
    if [ "$ticks" -ne "$fenced_ticks" ]; then
        fenced_at=''
    elif [ $((now - fenced_at)) -ge "$FROZEN" ]; then
        log WARNING "the agent (pid $agent) has not moved for $FROZEN ms since its server was killed: killed"
        kill -9 "$agent" 2>/dev/null
        fenced_at=''
    fi
}
