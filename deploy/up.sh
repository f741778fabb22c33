#!/bin/sh
# Runs the registry with SQL Server in containers: makes the secrets when they are missing, then starts everything.
#   ASPNETCORE_ENVIRONMENT=Development sh deploy/up.sh     to try it with people, packs and samples
#   AZUREAD_CLIENTID=… AZUREAD_TENANTID=… sh deploy/up.sh  as in production
set -eu
cd "$(dirname "$0")"
if [ "${ASPNETCORE_ENVIRONMENT:-Production}" = Production ] && [ -z "${AZUREAD_CLIENTID:-}" ]; then
    echo "In Production people sign in by Entra: set AZUREAD_CLIENTID and AZUREAD_TENANTID, or try it with ASPNETCORE_ENVIRONMENT=Development." >&2
    exit 78
fi
umask 077
mkdir -p secrets
password() { printf 'R1-%s' "$(head -c 24 /dev/urandom | base64 | tr -d '+/=\n')"; }
for name in sa service schema retention; do
    [ -s "secrets/${name}_password" ] || password > "secrets/${name}_password"
done
[ -s secrets/matching_key ] || head -c 32 /dev/urandom | base64 | tr -d '\n' > secrets/matching_key
connection() { printf 'Server=sqlserver;Database=CaseReferral;User ID=registry_%s_login;Password=%s;Encrypt=Mandatory;TrustServerCertificate=true' "$1" "$(cat "secrets/$1_password")"; }
connection service > secrets/service_connection
connection schema > secrets/schema_connection
# Containers run as users of their own, who must be able to read what is mounted into them.
chmod 644 secrets/*
exec docker compose up --build "$@"
