# Processes and time as the guard sees them: shell builtins only, but for `sleep` and `date`.

# Milliseconds of CLOCK_BOOTTIME, rounded up, so that the clock's 10 ms err to the safe side.
clock() {
    read -r up _ </proc/uptime
    now=$((${up%.*}${up#*.}0 + 10))
}

# State letter, processor ticks and start time of process $1; false when it is gone.
stat_of() {
    letter='' ticks=0 started=''
    # without a number there would be /proc/stat, which is something else
    [ -n "$1" ] || return 1
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    # the second field is the program's name in parentheses, which may hold anything
    # shellcheck disable=SC2086
    set -- ${stat##*) }
    letter=$1 ticks=$((${12} + ${13})) started=${20}
}

# alive PID START: a pid may be given to another process later, together with its start time it is not.
alive() {
    case $1 in
        '' | *[!0-9]*) return 1 ;;
    esac
    stat_of "$1" && [ "$started" = "$2" ] && [ "$letter" != Z ] && [ "$letter" != X ]
}

# Runs a program without the guard's lock and watchdog: a child that held them would outlive the guard with them.
apart() {
    "$@" 8>&- 9>&-
}

log() {
    printf '%s %s guard: %s\n' "$(apart date '+%Y-%m-%d %H:%M:%S.%3N%:z')" "$1" "$2" >&2
}

# Says the same thing once, however often it is found.
complain() {
    [ "$1" = "${complaint:-}" ] || log ERROR "$1"
    complaint=$1
}

# Sleeps $1 milliseconds, or until a signal comes. One that came before the `wait` is not lost: the handler sets `woken`,
# and a dead agent is seen. A sleeper that is left alone would wake the guard a second time.
nap() {
    rest=$((1000 + $1 % 1000))
    sleep "$(($1 / 1000)).${rest#1}" 8>&- 9>&- &
    sleeper=$!
    if [ -n "$woken" ] || agent_has_ended || ! wait "$sleeper" 2>/dev/null; then
        kill "$sleeper" 2>/dev/null
    fi
    sleeper='' woken=''
}

wake() {
    woken=yes
    [ -z "$sleeper" ] || kill "$sleeper" 2>/dev/null
}
