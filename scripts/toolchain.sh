# shellcheck shell=bash
# What ./sandbox, ./verify and ./bench share: finding (or, as root on Debian or Ubuntu, installing) a JDK 25, Maven and
# PostgreSQL's server programs, and building when the sources are newer than the last build.
# Source it with `repository` set to the root of the repository.

: "${repository:?}"
readonly oldest_java=25
readonly oldest_postgres=13
readonly oldest_maven=3.8.6

refuse() {
    printf 'error: %s\n' "$1" >&2
    exit 1
}

say() {
    printf '%s\n' "$1" >&2
}

# May packages be installed here? Only as root, and only with Debian's own tool.
can_install() {
    [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1
}

# Installs packages quietly; the log is shown only when that fails.
install_packages() {
    local log
    log=$(mktemp)
    say "installing $* ..."
    if ! { [ -n "${package_lists_fresh:-}" ] || apt-get -q update; } >"$log" 2>&1 ||
        ! DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "$@" >>"$log" 2>&1; then
        tail -n 5 "$log" >&2
        rm -f "$log"
        return 1
    fi
    package_lists_fresh=yes
    rm -f "$log"
}

# The feature release of the JDK in $1, from its `release` file: starting the JVM to ask would cost half a second.
java_release() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] &&
        sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

is_new_java() {
    local release
    release=$(java_release "$1") && [ "${release:-0}" -ge "$oldest_java" ]
}

search_jdk() {
    local candidate on_path
    on_path=$(readlink -f "$(command -v javac || true)" || true)
    for candidate in "${JAVA_HOME:-}" "${on_path%/bin/javac}" /usr/lib/jvm/*"$oldest_java"* /usr/lib/jvm/*; do
        if [ -n "$candidate" ] && is_new_java "$candidate"; then
            JAVA_HOME=$candidate
            export JAVA_HOME
            return 0
        fi
    done
    return 1
}

# Sets and exports JAVA_HOME.
find_jdk() {
    search_jdk && return
    local package=openjdk-$oldest_java-jdk-headless
    if can_install; then
        apt-get -q update >/dev/null 2>&1 && package_lists_fresh=yes
        if apt-cache show "$package" >/dev/null 2>&1 && install_packages "$package" && search_jdk; then
            return
        fi
    fi
    refuse "needs a JDK $oldest_java or newer (looked at JAVA_HOME, the PATH and /usr/lib/jvm): install $package, or\
 Temurin $oldest_java from https://adoptium.net, and set JAVA_HOME to it"
}

has_postgres() {
    local folder release
    folder=$1
    [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && [ -x "$folder/pg_rewind" ] || return 1
    release=$("$folder/postgres" --version | sed -n 's/.*(PostgreSQL) \([0-9]*\).*/\1/p')
    [ "${release:-0}" -ge "$oldest_postgres" ]
}

search_postgres() {
    local folder folders
    if [ -n "${PG_BINDIR:-}" ]; then
        has_postgres "$PG_BINDIR" ||
            refuse "PG_BINDIR is $PG_BINDIR, where there are no PostgreSQL server programs >= $oldest_postgres"
        return 0
    fi
    IFS=: read -r -a folders <<<"$PATH"
    for folder in "${folders[@]}" /usr/lib/postgresql/*/bin; do
        has_postgres "$folder" && return 0
    done
    return 1
}

# The Java programs look in the same places, so nothing needs to be exported.
find_postgres() {
    search_postgres && return
    local without_cluster=
    if can_install; then
        # Debian would make and start a cluster of its own; it takes nothing to say no before the package comes
        if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
            mkdir -p /etc/postgresql-common
            echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
            without_cluster=yes
        fi
        if DPKG_FORCE=confold install_packages postgresql && search_postgres; then
            return
        fi
        [ -z "$without_cluster" ] || rm -f /etc/postgresql-common/createcluster.conf
    fi
    refuse "needs PostgreSQL server programs >= $oldest_postgres (looked at PG_BINDIR, the PATH and\
 /usr/lib/postgresql/*/bin): install the package postgresql"
}

# Sets the array `maven`.
find_maven() {
    local release
    maven=(mvn)
    if command -v mvn >/dev/null 2>&1; then
        release=$(mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p' | head -n 1)
        if [ "$(printf '%s\n' "$oldest_maven" "${release:-0}" | sort -V | head -n 1)" = "$oldest_maven" ]; then
            return
        fi
    fi
    if [ -x "$repository/mvnw" ]; then
        maven=("$repository/mvnw")
    elif can_install && install_packages maven; then
        return
    else
        refuse "needs Maven $oldest_maven or newer: install the package maven"
    fi
}

# Whether anything that goes into the build is newer than its stamp.
sources_changed() {
    local stamp=$repository/target/built
    [ -e "$stamp" ] || return 0
    local module
    for module in "$@"; do
        [ -d "$repository/$module/target" ] || return 0
    done
    [ -n "$(find "$repository" \( -name target -o -name .git -o -name .sandbox \) -prune -o -type f \
        \( -path '*/src/main/*' -o -path '*/distribution/src/*' -o -name pom.xml \) -newer "$stamp" -print -quit)" ]
}

# Builds the programs when their sources are newer, and shows how far it is.
build_programs() {
    sources_changed distribution local-fleet || return 0
    find_maven
    local log=$repository/target/build.log
    mkdir -p "$repository/target"
    : >"$repository/target/building"
    say "building (the first time also downloads the libraries: a few minutes) ..."
    (cd "$repository" && exec "${maven[@]}" -B -ntp -Dquick -DskipTests -pl distribution,local-fleet -am package) \
        </dev/null >"$log" 2>&1 &
    local build=$!
    trap 'kill "$build" 2>/dev/null; exit 130' INT TERM
    show_progress "$log" "$build"
    if ! wait "$build"; then
        grep '^\[ERROR\]' "$log" | head -n 5 >&2
        refuse "the build failed: see $log"
    fi
    trap - INT TERM
    mv "$repository/target/building" "$repository/target/built"
}

# Names each module as the build comes to it.
show_progress() {
    local log=$1 build=$2 line module shown=
    while kill -0 "$build" 2>/dev/null; do
        line=$(grep '^\[INFO\] Building pgbaton' "$log" | tail -n 1 || true)
        module=$(sed "s/.*Building //; s/ [0-9].*\[/ [/" <<<"$line")
        if [ -n "$module" ] && [ "$module" != "$shown" ]; then
            say "  $module"
            shown=$module
        fi
        sleep 0.3
    done
}

# Runs a program of local-fleet in place of this shell: `run_fleet MAIN-CLASS ARGUMENT...`.
run_fleet() {
    local main=$1 jars
    shift
    jars=("$repository"/local-fleet/target/local-fleet-*.jar)
    exec "$JAVA_HOME/bin/java" -Xmx192m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData \
        --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -Dpgbaton.repository="$repository" -cp "${jars[0]}:$repository/local-fleet/target/lib/*" "$main" "$@"
}

# Exports CHROMIUM, the browser that the tests of the page drive.
find_chromium() {
    local candidate
    for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [ -n "$candidate" ] && CHROMIUM=$(command -v "$candidate"); then
            export CHROMIUM
            return
        fi
    done
    if can_install && install_packages chromium && CHROMIUM=$(command -v chromium); then
        export CHROMIUM
        return
    fi
    refuse "needs Chromium for the tests of the page (looked at CHROMIUM and the PATH): install the package chromium"
}

# What hosts in network namespaces need. Without it `./bench chaos` says so, and the tests of real faults are skipped
# and say so: nothing else depends on it.
want_network_tools() {
    if command -v ip >/dev/null 2>&1 && command -v nft >/dev/null 2>&1; then
        return
    fi
    if ! can_install || ! install_packages iproute2 nftables; then
        say "without ip and nft (packages iproute2 and nftables) there are no tests of real faults"
    fi
}

# repmgr, from which a cluster is taken over. Its commands are beside the server programs that the tests run.
find_repmgr() {
    local folder
    folder=$(repmgr_folder)
    [ -x "$folder/repmgr" ] && [ -x "$folder/repmgrd" ] && return
    local release
    release=$("$folder/postgres" --version | sed -n 's/.*(PostgreSQL) \([0-9]*\).*/\1/p')
    if can_install && install_packages "postgresql-$release-repmgr" && [ -x "$folder/repmgrd" ]; then
        return
    fi
    refuse "needs repmgr beside $folder/postgres, to take a cluster of it over: install the package\
 postgresql-$release-repmgr"
}

# The server programs that the tests find: those of PG_BINDIR, else of the PATH, else the newest.
repmgr_folder() {
    local folder folders found=
    if [ -n "${PG_BINDIR:-}" ]; then
        printf '%s\n' "$PG_BINDIR"
        return
    fi
    IFS=: read -r -a folders <<<"$PATH"
    for folder in "${folders[@]}"; do
        if has_postgres "$folder"; then
            printf '%s\n' "$folder"
            return
        fi
    done
    for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V); do
        ! has_postgres "$folder" || found=$folder
    done
    printf '%s\n' "$found"
}

# pgBackRest and Barman, out of whose backups clones are made.
find_backup_tools() {
    local missing=() program
    for program in pgbackrest barman rsync; do
        command -v "$program" >/dev/null 2>&1 || missing+=("$program")
    done
    [ "${#missing[@]}" -eq 0 ] && return
    if can_install && install_packages "${missing[@]}"; then
        return
    fi
    refuse "needs pgBackRest and Barman, to clone out of their backups: install the packages ${missing[*]}"
}

# PgBouncer, which switchovers are measured and tested through.
find_pgbouncer() {
    PATH=$PATH:/usr/sbin command -v pgbouncer >/dev/null 2>&1 && return
    if can_install && install_packages pgbouncer; then
        return
    fi
    refuse "needs PgBouncer (looked at the PATH and /usr/sbin): install the package pgbouncer"
}
