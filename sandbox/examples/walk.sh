#!/bin/sh
# Walks a contractor to active coverage, against the local sandbox and without a browser.
# Needs curl alone. TEN99POLICY_API_BASE and TEN99POLICY_API_KEY say where and with which key.
set -eu

base=${TEN99POLICY_API_BASE:-http://127.0.0.1:4010/api/v1}
key=${TEN99POLICY_API_KEY:-t9k_test_walk}
control=${base%/api/v1}/_sandbox
run=$(date +%s)-$$
count=0

fail() {
  echo "$*" >&2
  exit 1
}

# call METHOD URL [JSON]: sets $answer. The same idempotency key would bring the same answer again.
call() {
  count=$((count + 1))
  answer=$(curl --silent --show-error --max-time 20 --request "$1" "$2" --write-out '\n%{http_code}' \
    --header "Authorization: Bearer $key" --header 'Content-Type: application/json' \
    --header "Ten99Policy-Idempotent-Key: $run-$count" ${3:+--data "$3"}) ||
    fail "$1 $2 is not answered. Is the sandbox running? npm run sandbox"
  status=$(printf '%s\n' "$answer" | tail -n 1)
  answer=$(printf '%s\n' "$answer" | sed '$d')
  case $status in 2??) ;; *) fail "$1 $2 is answered $status: $answer" ;; esac
}

# field NAME: the first text of this name in $answer.
field() {
  printf '%s' "$answer" | tr '{,' '\n\n' | sed -n "s/^ *\"$1\" *: *\"\([^\"]*\)\".*/\1/p" | head -n 1
}

# create PATH JSON: sets $id.
create() {
  call POST "$base$1" "$2"
  id=$(field id)
  [ -n "$id" ] || fail "POST $base$1 is answered without an id."
  echo "$1: $id"
}

create /contractors "{\"email\": \"walk-$run@example.com\", \"first_name\": \"Joe\", \"last_name\": \"Parker\",
  \"address\": {\"line1\": \"1 Kearny St\", \"locality\": \"San Francisco\", \"region\": \"CA\", \"postalcode\": \"94104\"}}"
contractor=$id

create /entities '{"name": "Apple, Inc", "required_coverage": ["general", "workers-comp"],
  "coverage_limit": {"aggregate_limit": 200000000, "occurrence_limit": 100000000}}'
entity=$id

call GET "$base/category_codes"
category=$(field category_code)
echo "/category_codes: $category"

create /jobs "{\"name\": \"Field technician\", \"description\": \"Install fiber optic cable.\", \"entity\": \"$entity\",
  \"category_code\": \"$category\", \"wage\": 15000, \"wage_type\": \"flatfee\", \"years_experience\": 10}"
job=$id

create /quotes "{\"contractor\": \"$contractor\", \"job\": \"$job\", \"coverage_type\": [\"general\", \"workers-comp\"]}"
quote=$id

create /apply/sessions "{\"quote\": \"$quote\"}"

# The contractor would open the session's url now. The sandbox walks there by itself when told to.
call POST "$control/applications/$id/complete" '{}'
echo 'The application is complete.'

tries=0
while [ "$tries" -lt 30 ]; do
  call GET "$base/policies?quote=$quote"
  if [ "$(field status)" = active ]; then
    echo "/policies: $(field id) is active."
    exit
  fi
  tries=$((tries + 1))
  sleep 1
done
fail 'There is no active policy after 30 seconds.'
