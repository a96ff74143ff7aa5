#!/bin/sh
# Run once by the database's image, when its volume is new: makes the portal's role and database. The role is no superuser,
# for whom no revoked right counts: the portal takes from itself the right to change the audit log.
set -eu
psql --no-psqlrc --set=ON_ERROR_STOP=1 --username=postgres --dbname=postgres <<'SQL'
\set password `cat /run/secrets/database-password`
CREATE ROLE calmend LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE calmend OWNER calmend;
REVOKE ALL ON DATABASE calmend FROM PUBLIC;
SQL
