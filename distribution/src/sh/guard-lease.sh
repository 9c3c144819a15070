# The lease file and the agreed fence (rules L3, L5, L6 of docs/protocol.md).

# A deadline further ahead than any lease can be (5 min) was written under another clock: a container's /proc/uptime
# begins anew with the container, while the boot id is its host's.
LONGEST_LEASE=310000

# whole NUMBER...: all of them digits that the shell can count with.
whole() {
    for number in "$@"; do
        case $number in
            '' | *[!0-9]* | ????????????????*) return 1 ;;
        esac
    done
}

# `lease` becomes none, held or garbage. The file is replaced by rename, so garbage is never a half-written lease.
read_lease() {
    lease=none
    [ -e "$state/lease" ] || return 0
    lease_boot='' term='' bus='' peer='' kill_before='' lease_data=''
    while IFS='=' read -r key value; do
        case $key in
            boot) lease_boot=$value ;;
            term) term=$value ;;
            bus) bus=$value ;;
            peer) peer=$value ;;
            kill_before) kill_before=$value ;;
            data_directory) lease_data=$value ;;
        esac
    done 2>/dev/null <"$state/lease"
    if [ ! -e "$state/lease" ]; then
        return 0
    elif whole "$term" "$bus" "$peer" "$kill_before" && [ -n "$lease_boot" ] &&
        { [ "$lease_data" = "$data" ] || [ "$lease_data" -ef "$data" ]; }; then
        lease=held
    else
        lease=garbage
    fi
    arm
}

# From the first lease on a writable server without one is killed. Before, it may be a primary that pgbaton has not
# taken over yet.
arm() {
    [ -e "$state/armed" ] || { printf '' >"$state/armed" && apart sync "$state/armed" "$state"; }
}

# The state test, at each look; says how long to the next one at most (`left` and `poll`). The server was looked at before
# the lease is read: the agent writes the lease before it promotes, so that a server seen writable has its lease by now.
enforce_lease() {
    read_lease
    left=$POLL poll=$POLL
    if [ "$lease" = held ]; then
        poll=$HELD
        deadline=$bus
        [ "$peer" -le "$bus" ] || deadline=$peer
        clock
        left=$((deadline - kill_before - now))
        if [ "$lease_boot" != "$boot" ]; then
            fence "its lease is from before this boot"
        elif [ "$left" -le 0 ]; then
            fence "its lease ended $((-left)) ms ago, less the margin of $kill_before ms"
        elif [ "$left" -gt "$LONGEST_LEASE" ]; then
            fence "its lease would last for another $left ms, which none does"
        fi
        return
    fi
    [ "$lease" = none ] || complain "$state/lease is not a lease of $data: it counts as none"
    if [ -n "$writable" ] && [ -e "$state/armed" ]; then
        victim=$postmaster
        left=$RETRY
        kill_server || return
        log ERROR "the server (pid $victim) was writable without a lease: killed; it starts as a standby"
        keep_standby_signal
    fi
}

# The agreed fence: kill, standby.signal, the mark, and only then the lease file. What fails is tried again at the next
# poll, since the lease file is still there.
fence() {
    left=$RETRY
    victim=${postmaster:+the server (pid $postmaster) is killed}
    victim=${victim:-no postmaster was running}
    kill_server || return
    clock
    keep_standby_signal && mark_fenced "$term" || return
    given=$term
    read_lease
    if [ "$lease" != held ] || [ "$term" -le "$given" ]; then
        apart rm -f "$state/lease"
    fi
    log WARNING "gave up term $given: $1; $victim"
    expect_reaction
    left=0
}

# `fenced` only grows.
mark_fenced() {
    fenced=0
    while IFS='=' read -r key value; do
        [ "$key" != term ] || ! whole "$value" || fenced=$value
    done 2>/dev/null <"$state/fenced"
    if [ "$fenced" -lt "$1" ]; then
        printf 'term=%s\n' "$1" 2>/dev/null >"$state/fenced.new" && apart sync "$state/fenced.new" &&
            apart mv "$state/fenced.new" "$state/fenced" && apart sync "$state" || {
            complain "$state/fenced cannot be written: term $1 is not given up yet, its server is killed"
            return 1
        }
    fi
}
