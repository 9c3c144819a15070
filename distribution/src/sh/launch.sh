# What every launcher in bin/ shares: where pgbaton is, which Java runs it, and with which options.
# Sourced by sh; `program` and `home` are set by the launcher.

refuse() {
    printf '%s: %s\n' "$program" "$1" >&2
    exit 1
}

# The feature release of the Java in $1, from its `release` file: asking the JVM itself would cost its start-up.
java_release() {
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    while IFS='=' read -r key value; do
        if [ "$key" = JAVA_VERSION ]; then
            value=${value#\"}
            echo "${value%%[!0-9]*}"
            return 0
        fi
    done <"$1/release"
    return 1
}

is_java_25() {
    found_release=$(java_release "$1") && [ "${found_release:-0}" -ge 25 ]
}

find_java() {
    if [ -n "${JAVA_HOME:-}" ] && is_java_25 "$JAVA_HOME"; then
        java_home=$JAVA_HOME
        return
    fi
    if on_path=$(command -v java); then
        on_path=$(readlink -f "$on_path")
        java_home=${on_path%/bin/java}
        if is_java_25 "$java_home"; then
            return
        fi
    fi
    for java_home in /usr/lib/jvm/*25*; do
        if is_java_25 "$java_home"; then
            return
        fi
    done
    refuse "needs Java 25 or newer and found none (looked at JAVA_HOME, PATH and /usr/lib/jvm/*25*): \
install a JDK 25 or set JAVA_HOME to one"
}

# The JVM refuses two collectors, so ours steps back when PGBATON_JAVA_OPTS names one.
choose_collector() {
    case ${PGBATON_JAVA_OPTS:-} in
        *-XX:+Use*GC*) collector= ;;
        *) collector=-XX:+UseSerialGC ;;
    esac
}

# The jars of lib/$1 in alphabetical order, so that an AOT cache made for them stays valid.
class_path() {
    class_path=
    for jar in "$home/lib/$1"/*.jar; do
        [ -e "$jar" ] || refuse "$home/lib/$1 has no jars: this installation is incomplete"
        class_path=${class_path:+$class_path:}$jar
    done
}

# Replaces the shell, so that the program has the pid and gets the signals that its starter means for it.
# `pgbaton-aot` sets PGBATON_AOT_OUTPUT to record a training run; otherwise a cache beside the jars is used, and
# one made by another Java is ignored without a word.
run_java() {
    part=$1
    shift
    choose_collector
    set -- ${collector:+"$collector"} "$@"
    if [ -n "${PGBATON_AOT_OUTPUT:-}" ]; then
        set -- -XX:AOTCacheOutput="$PGBATON_AOT_OUTPUT" -Xlog:aot*=off -Xlog:cds*=off "$@"
    elif [ -r "$home/lib/$part/$part.aot" ]; then
        set -- -XX:AOTCache="$home/lib/$part/$part.aot" -Xlog:aot*=off -Xlog:cds*=off "$@"
    fi
    exec "$java_home/bin/java" "$@"
}
