#!/bin/sh
# Brings Temporal's two databases up to date, then becomes the server. Both steps do nothing where they were done.
set -eu
for pair in temporal:temporal temporal_visibility:visibility; do
  database=${pair%%:*}
  tool() {
    SQL_PASSWORD=$POSTGRES_PASSWORD sql --plugin postgres12_pgx --endpoint "$POSTGRES_HOST" \
      --port "${POSTGRES_PORT:-5432}" --user "$POSTGRES_USER" --database "$database" "$@"
  }
  tool create-database
  tool setup-schema --version 0.0
  tool update-schema --schema-name "postgresql/v12/${pair##*:}"
done
exec server --config-file "$(dirname "$0")/server.yaml" --allow-no-auth start
