# Starts the server when the agent asks, so that it is this guard's child and not the agent's.
#
# start.request: id=, boot=, deadline= (ms of CLOCK_BOOTTIME), env=NAME=VALUE and arg=WORD lines, `end`.
# start.answer:  id=, status=; what the command wrote is in start.output.

take_request() {
    [ -e "$state/start.request" ] || return 0
    id='' asked_boot='' deadline='' ended=''
    set -- env
    while IFS= read -r line; do
        case $line in
            id=*) id=${line#id=} ;;
            boot=*) asked_boot=${line#boot=} ;;
            deadline=*) deadline=${line#deadline=} ;;
            env=* | arg=*) set -- "$@" "${line#????}" ;;
            end) ended=yes ;;
        esac
    done 2>/dev/null <"$state/start.request"
    # gone before it is run: whatever happens next, no guard runs it twice
    apart rm -f "$state/start.request" || return
    clock
    whole "$id" "$deadline" && [ -n "$ended" ] || return 0
    if [ "$asked_boot" != "$boot" ] || [ "$now" -ge "$deadline" ]; then
        log WARNING "start request $id is out of date: not run"
    elif [ -n "$stopping" ]; then
        answer "$id" 1 'the guard is being stopped'
    elif ! keep_standby_signal; then
        answer "$id" 1 "standby.signal cannot be written to $data"
    else
        [ -e "$state/started" ] || printf '' >"$state/started"
        run_request "$@" 8>&- 9>&- </dev/null &
    fi
}

# In the background: the lease is watched meanwhile.
run_request() {
    [ -z "$cgroup" ] || printf 0 >"$cgroup/cgroup.procs"
    "$@" >"$state/start.output" 2>&1
    answer "$id" $?
}

# answer ID STATUS [WHY]
answer() {
    [ -z "${3:-}" ] || printf '%s\n' "$3" >"$state/start.output"
    printf 'id=%s\nstatus=%s\n' "$1" "$2" >"$state/start.answer.new"
    apart mv "$state/start.answer.new" "$state/start.answer"
}
