# Starts one of the Quarkus services: `start_service failover "$@"`. Sourced by sh after launch.sh.

usage() {
    cat <<END
Usage: $program [-f FILE]
Runs pgbaton's $part service until it is told to stop (SIGTERM).

  -f FILE    configuration file (default: /etc/pgbaton/$part.properties, else $home/conf/$part.properties)
  --help     this text

PGBATON_JAVA_OPTS adds options for the JVM; they win over the built-in ones.
END
}

# The configuration as a URI, which is what Quarkus takes; a comma would end one location and begin another.
configuration_uri() {
    case $1 in
        *,*) refuse "configuration file $1 has a comma in its path: rename it" ;;
    esac
    echo "file:$(readlink -f "$1" | sed 's/%/%25/g; s/ /%20/g')"
}

start_service() {
    part=$1
    shift
    file=
    while [ $# -gt 0 ]; do
        case $1 in
            -f | --config-file)
                [ $# -ge 2 ] || refuse "option $1 needs a file"
                file=$2
                shift 2
                ;;
            --config-file=*)
                file=${1#*=}
                shift
                ;;
            -h | -\? | --help)
                usage
                exit 0
                ;;
            *) refuse "unknown option $1: see $program --help" ;;
        esac
    done
    if [ -z "$file" ]; then
        file=/etc/pgbaton/$part.properties
        [ -e "$file" ] || file=$home/conf/$part.properties
    fi
    [ -e "$file" ] || refuse "configuration file $file does not exist"
    [ -f "$file" ] && [ -r "$file" ] || refuse "configuration file $file cannot be read by $(id -un)"
    [ -r "$home/lib/$part/quarkus-run.jar" ] || refuse "$home/lib/$part is empty: this installation is incomplete"
    find_java
    uri=$(configuration_uri "$file") || exit 1
    # shellcheck disable=SC2086 # PGBATON_JAVA_OPTS is a list of options
    run_java "$part" -Xms32m -Xmx256m -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError \
        -XX:-UsePerfData --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        --add-opens=java.base/java.lang=ALL-UNNAMED -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
        ${PGBATON_JAVA_OPTS:-} -Dquarkus.config.locations="$uri" -jar "$home/lib/$part/quarkus-run.jar"
}
