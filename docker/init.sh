#!/bin/sh
# Makes the clusters of docker-compose.yml, once: registers each first node as primary and clones the others from it.
# May run again at any time; what is done already stays as it is.
set -eu

# request WORDS-OF-A-REFUSAL-THAT-MEANS-DONE COMMAND...: tried again while agents and services are still coming up.
request() {
    done_before=$1
    shift
    tries=0
    while ! answer=$("$@" 2>&1); do
        case $answer in
            *"$done_before"*)
                echo "$*: done before"
                return 0
                ;;
        esac
        tries=$((tries + 1))
        [ "$tries" -lt "${INIT_TRIES:-90}" ] || {
            echo "init.sh: given up: $answer" >&2
            exit 1
        }
        sleep "${INIT_PAUSE:-2}"
    done
    echo "$answer"
}

# cluster NAME STANDBY...
cluster() {
    name=$1
    shift
    request "has a primary already" pgbaton primary register --cluster "$name" --node-id 1
    for standby in "$@"; do
        request "is not empty" pgbaton standby clone --cluster "$name" --node-id "$standby"
    done
}

cluster orders 2 3
cluster billing 2
