# The few settings of agent.conf that the guard needs, read without a Java: a guard that comes back must watch at once.
# The agent reads the same file with its own parser and refuses a guard that has understood it differently.

strip() {
    stripped=${1#"${1%%[![:space:]]*}"}
    stripped=${stripped%"${stripped##*[![:space:]]}"}
}

# The quoted text at the beginning of $1 into `value`; a quote inside is written twice.
unquote() {
    rest=${1#\'} value=
    while :; do
        case $rest in
            *\'*) ;;
            *) return 1 ;;
        esac
        value=$value${rest%%\'*} rest=${rest#*\'}
        case $rest in
            \'*) value=$value\' rest=${rest#\'} ;;
            *) return 0 ;;
        esac
    done
}

# read_conf FILE DEPTH: false when the file is not what it should be. What exactly is wrong, the agent says.
read_conf() {
    [ -f "$1" ] && [ -r "$1" ] && [ "$2" -le 10 ] || return 1
    while IFS= read -r line || [ -n "$line" ]; do
        strip "$line"
        case $stripped in
            '' | '#'*) continue ;;
        esac
        name=${stripped%%[!A-Za-z0-9_]*}
        strip "${stripped#"$name"}"
        strip "${stripped#=}"
        case $stripped in
            \'*) unquote "$stripped" || return 1 ;;
            *) strip "${stripped%%#*}" && value=$stripped ;;
        esac
        case $name in
            *[A-Z]*) name=$(printf '%s' "$name" | tr '[:upper:]' '[:lower:]') ;;
        esac
        take_setting "$1" "$2" || return 1
    done <"$1"
}

take_setting() {
    case $name in
        cluster) cluster=$value ;;
        node_id) node_id=$value ;;
        data_directory) data=$value ;;
        state_directory) state=$value ;;
        shutdown_check_timeout) shutdown_timeout=$value ;;
        guard) guarded=$value ;;
        watchdog) watchdog=$value ;;
        include | include_if_exists | include_dir) include_conf "$1" "$2" ;;
    esac
}

include_conf() {
    case $value in
        /*) ;;
        *)
            case $1 in
                */*) value=${1%/*}/$value ;;
            esac
            ;;
    esac
    case $name in
        include_dir)
            for file in "$value"/*.conf; do
                [ ! -e "$file" ] || read_conf "$file" $(($2 + 1)) || return 1
            done
            ;;
        include_if_exists) [ ! -e "$value" ] || read_conf "$value" $(($2 + 1)) ;;
        *) read_conf "$value" $(($2 + 1)) ;;
    esac
}

# A duration as the agent reads it, into `millis`; a bare number counts seconds.
millis_of() {
    number=${1%%[!0-9]*}
    strip "${1#"$number"}"
    case ${number:-x}$stripped in
        x*) return 1 ;;
        *ms) millis=$number ;;
        *min) millis=$((number * 60000)) ;;
        *h) millis=$((number * 3600000)) ;;
        *d) millis=$((number * 86400000)) ;;
        *) millis=$((number * 1000)) ;;
    esac
}

# Everything the guard needs, or false.
read_settings() {
    cluster='' node_id='' data='' state='' guarded=on watchdog='' shutdown_timeout=60
    [ -n "$1" ] && read_conf "$1" 1 || return 1
    case $guarded in
        '') guarded=on ;;
        [Ff][Aa][Ll][Ss][Ee] | [Oo][Ff][Ff] | [Nn][Oo] | 0 | [Ff] | [Nn]) guarded=off ;;
    esac
    [ -n "$cluster" ] && [ -n "$node_id" ] && [ -n "$data" ] && millis_of "${shutdown_timeout:-60}" || return 1
    shutdown_millis=$millis
    state=${state:-/var/lib/pgbaton/$cluster-$node_id}
}
