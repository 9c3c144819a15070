# The server: is it writable, and how it is killed whole.

# The postmaster when it is alive, and whether its server is out of recovery: its `startup` process has ended, its
# `walwriter` is there. (postmaster.pid does not tell: it says "ready" of a hot standby, too.)
look_at_server() {
    postmaster='' writable='' pid=''
    { read -r pid; } 2>/dev/null <"$data/postmaster.pid"
    case $pid in
        '' | *[!0-9]*) return ;;
    esac
    [ "/proc/$pid/cwd" -ef "$data" ] || return
    postmaster=$pid
    [ "$postmaster" = "$judged" ] || judged=$postmaster witness='' verdict=''
    # the process that told last time tells it again, so that a look costs one file
    [ -n "$witness" ] && tells "$witness" || ask_children
    writable=$verdict
}

# A server whose walwriter has gone is as writable as it was: its backends may be there still.
ask_children() {
    children_of "$postmaster"
    for witness in $children; do
        tells "$witness" && return
    done
    witness=''
}

# Whether process $1 says which of both it is, by its title: "postgres: startup …", with the cluster's name between. A
# session, whose user or database may be called anything, has its client in brackets.
tells() {
    title=''
    { read -r title <"/proc/$1/cmdline"; } 2>/dev/null
    case $title in
        *'('* | *'['*) return 1 ;;
        'postgres: startup'* | 'postgres: '*': startup'*) verdict='' ;;
        'postgres: walwriter'* | 'postgres: '*': walwriter'*) verdict=yes ;;
        *) return 1 ;;
    esac
}

# Kernels without the list (CONFIG_PROC_CHILDREN): whoever works in the data directory.
children_of() {
    children=''
    if [ -r "/proc/$1/task/$1/children" ]; then
        { read -r children <"/proc/$1/task/$1/children"; } 2>/dev/null
    else
        find_server
        children=$pids
    fi
}

# Every living process of the data directory into `pids`: working there and named post… tells them from everybody
# else's, and finds backends whose postmaster is dead. A zombie has no working directory.
find_server() {
    pids=''
    for entry in /proc/[0-9]*; do
        if [ -d "$data" ]; then
            [ "$entry/cwd" -ef "$data" ] || continue
        fi
        comm=''
        { read -r comm <"$entry/comm"; } 2>/dev/null
        case $comm in
            post*) ;;
            *) continue ;;
        esac
        # the directory itself is gone or moved away: the kernel still knows its name
        if [ ! -d "$data" ]; then
            case $(apart readlink "$entry/cwd" 2>/dev/null) in
                "$data" | "$data (deleted)") ;;
                *) continue ;;
            esac
        fi
        pids="$pids ${entry#/proc/}"
    done
}

# Kills the server whole. A killed postmaster alone leaves backends that can still commit, so: its cgroup at once when
# it has one, the postmaster with its children, then whatever is found, until nothing is. False when some outlive it.
kill_server() {
    [ -z "$cgroup" ] || printf 1 2>/dev/null >"$cgroup/cgroup.kill"
    if [ -n "$postmaster" ]; then
        children_of "$postmaster"
        # shellcheck disable=SC2086
        kill -9 "$postmaster" $children 2>/dev/null
    fi
    rounds=0
    find_server
    while [ -n "$pids" ]; do
        # shellcheck disable=SC2086
        kill -9 $pids 2>/dev/null
        rounds=$((rounds + 1))
        if [ "$rounds" -gt 50 ]; then
            complain "processes outlive being killed:$pids (waiting for a disk?)"
            return 1
        fi
        [ "$rounds" -eq 1 ] || apart sleep 0.01
        find_server
    done
    postmaster='' writable=''
}

# Rule L5. PostgreSQL deletes the file when a promotion ends. A directory that is empty or being filled has no server.
keep_standby_signal() {
    if [ -e "$data/standby.signal" ] || [ ! -f "$data/PG_VERSION" ]; then
        return 0
    fi
    if (umask 077 && printf '' >"$data/standby.signal") 2>/dev/null; then
        apart sync "$data/standby.signal" "$data"
    else
        complain "standby.signal cannot be written to $data"
        return 1
    fi
}

# A cgroup of the server's own, where this guard's cgroup has been delegated to it (systemd: Delegate=yes) and the
# kernel can kill one at once (5.14). Its name holds the state directory's inode: guards may share a cgroup.
find_cgroup() {
    cgroup=''
    while IFS=: read -r _ controllers path; do
        [ -z "$controllers" ] || continue
        for mount in /sys/fs/cgroup /sys/fs/cgroup/unified; do
            # a guard that comes back may have been started in the server's
            own=$mount${path%/pgbaton-server-*}
            [ -w "$own/cgroup.procs" ] || continue
            cgroup=$own/pgbaton-server-$(apart stat -c %d-%i "$state")
            [ -d "$cgroup" ] || mkdir "$cgroup" 2>/dev/null
            [ ! -w "$cgroup/cgroup.kill" ] || return 0
            cgroup=''
        done
    done </proc/self/cgroup
}
