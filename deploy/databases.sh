# PostgreSQL runs this once, when its volume is new: two databases, each of a role of its own.
psql -v ON_ERROR_STOP=1 -U "${POSTGRES_USER:-postgres}" -d postgres \
  -v views="$(cat /database/koop)" -v keys="$(cat /database/koop_keys)" <<'SQL'
CREATE ROLE koop LOGIN PASSWORD :'views';
CREATE DATABASE koop OWNER koop;
CREATE ROLE koop_keys LOGIN PASSWORD :'keys';
CREATE DATABASE koop_keys OWNER koop_keys;
REVOKE CONNECT ON DATABASE koop, koop_keys FROM PUBLIC;
SQL
