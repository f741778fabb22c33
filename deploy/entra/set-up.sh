#!/usr/bin/env bash
# Sets the registry's application up in Entra with the Azure CLI (az), signed in with `az login` as an Application Administrator.
#
#   set-up.sh register                     in the home tenant, once: makes or updates the application of app-registration.json
#   set-up.sh page https://…               in the home tenant: lets Swagger UI at this address sign in
#   set-up.sh join CLIENT_ID               in any tenant whose people use the registry, the home tenant included
#   set-up.sh give CLIENT_ID ROLE OBJECT   gives an app role to a person, a group or a system, by its object id in this tenant
#   set-up.sh show CLIENT_ID               what the registry's side has to know of this tenant, and who has which app role
#
# Every step may be repeated. Nothing is deleted.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
manifest="$here/app-registration.json"
graph=https://graph.microsoft.com/v1.0
name='Case Referral Registry'

die() { echo "$*" >&2; exit 1; }
usage() { sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 2; }

tenant() { az account show --query tenantId --output tsv; }

# The application's object id in this tenant; empty when it isn't registered here.
application() { az ad app list --filter "displayName eq '$name'" --query '[].id' --output tsv; }

service_principal() {
  local id
  id=$(az ad sp list --filter "appId eq '$1'" --query '[0].id' --output tsv)
  [ -n "$id" ] || die "The application $1 isn't in tenant $(tenant) yet: run '$0 join $1' first."
  echo "$id"
}

register() {
  local id
  id=$(application)
  [ "$(grep -c . <<<"$id")" -le 1 ] || die "Tenant $(tenant) has several applications named '$name': rename all but one."
  if [ -z "$id" ]; then
    id=$(az rest --method POST --url "$graph/applications" --body "@$manifest" --query id --output tsv)
  else
    # Redirect addresses belong to the place it runs at, so they are left as they are.
    az rest --method PATCH --url "$graph/applications/$id" --body "$(jq 'del(.spa, .web.redirectUris)' "$manifest")"
  fi

  local client
  client=$(az rest --method GET --url "$graph/applications/$id" --query appId --output tsv)
  az rest --method PATCH --url "$graph/applications/$id" --body "{\"identifierUris\":[\"api://$client\"]}"
  echo "AzureAd__ClientId=$client"
  echo "AzureAd__TenantId=organizations"
}

page() {
  [[ "$1" == https://* ]] || die "The address must begin with https://."
  local id
  id=$(application)
  [ -n "$id" ] || die "Run '$0 register' in this tenant first."
  az rest --method PATCH --url "$graph/applications/$id" \
    --body "{\"spa\":{\"redirectUris\":[\"${1%/}/swagger/oauth2-redirect.html\"]}}"
}

join() {
  local id
  id=$(az ad sp list --filter "appId eq '$1'" --query '[0].id' --output tsv)
  [ -n "$id" ] || id=$(az ad sp create --id "$1" --query id --output tsv)
  # Nobody in this tenant gets a token unless an app role was given to them.
  az rest --method PATCH --url "$graph/servicePrincipals/$id" --body '{"appRoleAssignmentRequired":true}'
  echo "Tenant $(tenant) has the application. Tell the registry's administrators this tenant id."
}

give() {
  local id role
  id=$(service_principal "$1")
  role=$(az rest --method GET --url "$graph/servicePrincipals/$id" --query "appRoles[?value=='$2'].id | [0]" --output tsv)
  [ -n "$role" ] || die "The application has no app role $2."
  if [ -n "$(az rest --method GET --url "$graph/servicePrincipals/$id/appRoleAssignedTo" \
      --query "value[?principalId=='$3' && appRoleId=='$role'].id | [0]" --output tsv)" ]; then
    echo "$3 has $2 already."
    return
  fi
  az rest --method POST --url "$graph/servicePrincipals/$id/appRoleAssignedTo" \
    --body "{\"principalId\":\"$3\",\"resourceId\":\"$id\",\"appRoleId\":\"$role\"}" --output none
  echo "$3 has $2. It counts from their next token on."
}

show() {
  local id
  id=$(service_principal "$1")
  echo "tenant id: $(tenant)"
  az rest --method GET --url "$graph/servicePrincipals/$id" --query '{assignmentRequired:appRoleAssignmentRequired}' --output yaml
  az rest --method GET --url "$graph/servicePrincipals/$id/appRoleAssignedTo" \
    --query 'value[].{object:principalId,kind:principalType,role:appRoleId}' --output table
}

case "${1-}" in
  register) [ $# -eq 1 ] || usage; register ;;
  page) [ $# -eq 2 ] || usage; page "$2" ;;
  join) [ $# -eq 2 ] || usage; join "$2" ;;
  give) [ $# -eq 4 ] || usage; give "$2" "$3" "$4" ;;
  show) [ $# -eq 2 ] || usage; show "$2" ;;
  *) usage ;;
esac
