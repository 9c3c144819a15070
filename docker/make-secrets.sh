#!/bin/sh
# Makes the passwords of docker-compose.yml, once, below docker/secrets (which git ignores). Run it before the first
# `docker compose up`.
set -eu

folder=$(dirname "$(readlink -f "$0")")/secrets
mkdir -p "$folder"
# The folder keeps others out; the files are read by different users inside the containers.
chmod 0700 "$folder"

make() {
    [ -s "$folder/$1" ] || printf '%s%s' "$2" "$(head -c 32 /dev/urandom | base64 | tr -d '\n' | "$3")" >"$folder/$1"
    chmod 0644 "$folder/$1"
}

# Only letters and digits, so that it needs no quoting anywhere.
plain() {
    tr -dc 'A-Za-z0-9'
}

make postgres_password "" plain
make cluster_secret "" plain
make history_password "" plain
make webhook_secret whsec_ cat
echo "the secrets are in $folder"
