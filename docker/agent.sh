#!/bin/sh
# Starts an agent in a container: writes agent.conf from the environment, makes the first node's data directory, and
# becomes the agent. Everything durable is below one volume, so that a clone can be swapped in by renaming.
#
#   PGBATON_CLUSTER, PGBATON_NODE_ID, PGBATON_NODE_NAME (also the host name), PGBATON_BUS
#   PGBATON_INITDB=yes        the first node of a cluster: initdb when there is no data directory yet
#   PGBATON_CLUSTER_SECRET_FILE   what the agents share (default: /run/secrets/cluster_secret)
#   PGBATON_PASSWORD_FILE     the password of role pgbaton (default: /run/secrets/postgres_password)
set -eu
umask 0077

: "${PGBATON_CLUSTER:?}" "${PGBATON_NODE_ID:?}" "${PGBATON_NODE_NAME:?}" "${PGBATON_BUS:?}"
home=${PGBATON_DATA:-/var/lib/postgresql}
bindir=${PGBATON_PG_BINDIR:?}
password_file=${PGBATON_PASSWORD_FILE:-/run/secrets/postgres_password}

[ -r "$password_file" ] || {
    echo "agent.sh: $password_file cannot be read: run docker/make-secrets.sh and mount the secret" >&2
    exit 1
}
secret_file=${PGBATON_CLUSTER_SECRET_FILE:-/run/secrets/cluster_secret}
[ -r "$secret_file" ] || {
    echo "agent.sh: $secret_file cannot be read: run docker/make-secrets.sh and mount the secret" >&2
    exit 1
}

# In a passfile a colon and a backslash must be escaped.
printf '*:*:*:pgbaton:%s\n' "$(sed 's/[\\:]/\\&/g' "$password_file")" >"$home/passfile"

# Never again once the agent has run: a data directory that is missing then is being swapped, or lost, and a new
# server under an old name would be another cluster.
if [ "${PGBATON_INITDB:-no}" = yes ] && [ ! -e "$home/data" ] && [ ! -e "$home/state" ]; then
    # Into a directory beside it: a half-made one must never be taken for a server.
    rm -rf "$home/data.new"
    "$bindir/initdb" -D "$home/data.new" -U pgbaton --pwfile="$password_file" --auth=scram-sha-256 \
        --data-checksums --encoding=UTF8 --locale=C.UTF-8 >/dev/null
    cat >>"$home/data.new/postgresql.conf" <<END
listen_addresses = '*'
wal_level = replica
wal_log_hints = on
hot_standby = on
max_wal_senders = 10
max_replication_slots = 10
wal_keep_size = '512MB'
restart_after_crash = off
END
    cat >>"$home/data.new/pg_hba.conf" <<END
host all         all samenet scram-sha-256
host replication all samenet scram-sha-256
END
    mv "$home/data.new" "$home/data"
fi

cat >"$home/agent.conf" <<END
cluster='$PGBATON_CLUSTER'
node_id=$PGBATON_NODE_ID
node_name='$PGBATON_NODE_NAME'
conninfo='host=$PGBATON_NODE_NAME port=${PGBATON_PORT:-5432} user=pgbaton dbname=postgres connect_timeout=2'
data_directory='$home/data'
state_directory='$home/state'
bus='$PGBATON_BUS'
http_listen='${PGBATON_HTTP_LISTEN:-0.0.0.0:8008}'
advertised_url='http://$PGBATON_NODE_NAME:8008'
cluster_secret='$(cat "$secret_file")'
pg_bindir='$bindir'
passfile='$home/passfile'
END

exec pgbaton-agent -f "$home/agent.conf"
