#!/bin/sh
# Starts one of the services in a container: service.sh failover|monitor|notifier, or another command as it is.
# A secret comes as a file: NAME_FILE=/run/secrets/x becomes NAME with that file's content.
set -eu

for name in QUARKUS_DATASOURCE_PASSWORD PGBATON_WEBHOOK_SECRET PGBATON_SMTP_PASSWORD; do
    eval "file=\${${name}_FILE:-}"
    if [ -n "$file" ]; then
        [ -r "$file" ] || {
            echo "service.sh: $file cannot be read: run docker/make-secrets.sh and mount the secret" >&2
            exit 1
        }
        export "$name=$(cat "$file")"
    fi
done

case ${1:-} in
    failover | monitor | notifier) exec "pgbaton-$1" -f "${PGBATON_CONFIG:-/etc/pgbaton}/$1.properties" ;;
    "")
        echo "usage: service.sh failover|monitor|notifier" >&2
        exit 1
        ;;
    *) exec "$@" ;;
esac
