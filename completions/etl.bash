# bash completion for etl

_etl_reply() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do COMPREPLY+=("$line"); done
}

# The ids of rejected messages, from the database that the line names; none if it does not answer.
_etl_ids() {
  local typed i options=()
  read -ra typed <<<"${COMP_LINE:0:COMP_POINT}"
  for ((i = 1; i < ${#typed[@]}; i++)); do
    case ${typed[i]} in
      --sandbox | --env-file=* | --database-url=*) options+=("${typed[i]}") ;;
      --env-file | --database-url) options+=("${typed[i]}=${typed[i + 1]-}") ;;
    esac
  done
  PGCONNECT_TIMEOUT=2 "${COMP_WORDS[0]}" rejects list --format csv \
    ${options[@]+"${options[@]}"} 2>/dev/null </dev/null |
    sed -n -e '2,200s/^\([A-Za-z0-9._-]*\),.*/\1/p' -e 200q
}

_etl() {
  local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} path='' words i
  # bash takes "--option=value" for three words.
  if [ "$word" = = ]; then
    word=
  elif [ "$option" = = ]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case $path/${COMP_WORDS[i]} in
      /consume | /recover | /audit | /forget | /stats | /rejects | /rejects/list | /rejects/show | /rejects/retry | /rejects/purge | /partitions | /partitions/list | /partitions/drop | /spec | /spec/show | /spec/draft | /spec/check | /spec/schema | /keys | /keys/create | /keys/rotate | /keys/list | /remask | /doctor | /grants | /migrate) path=$path/${COMP_WORDS[i]} ;;
    esac
  done
  case "$path $option" in
    "/consume --on-reject")
      _etl_reply < <(compgen -W "quarantine leave" -- "$word")
      return
      ;;
    "/consume --delete-after" | "/consume --max-messages" | "/consume --max-duration" | "/consume --reject-limit" | "/consume --idle" | "/consume --outage-limit" | "/consume --shutdown-timeout" | "/consume --queue-url" | "/consume --queue-name" | "/consume --endpoint-url" | "/consume --region" | "/consume --database-url" | "/consume --receivers" | "/consume --writers" | "/consume --batch-size" | "/consume --linger" | "/consume --metrics-port" | "/consume --metrics-host" | "/recover --database-url" | "/recover --reason" | "/audit --database-url" | "/audit --since" | "/forget --database-url" | "/forget --older-than" | "/forget --reason" | "/stats --fail-if" | "/stats --queue-url" | "/stats --queue-name" | "/stats --endpoint-url" | "/stats --region" | "/stats --database-url" | "/rejects/list --database-url" | "/rejects/show --database-url" | "/rejects/retry --database-url" | "/rejects/retry --of-spec" | "/rejects/purge --database-url" | "/rejects/purge --older-than" | "/partitions/list --database-url" | "/partitions/drop --database-url" | "/partitions/drop --older-than" | "/spec/draft --table" | "/remask --database-url" | "/doctor --delete-after" | "/doctor --queue-url" | "/doctor --queue-name" | "/doctor --endpoint-url" | "/doctor --region" | "/doctor --database-url" | "/migrate --database-url")
      COMPREPLY=()
      return
      ;;
    "/consume --format" | "/consume --log-format" | "/recover --log-format" | "/audit --log-format" | "/forget --format" | "/forget --log-format" | "/stats --log-format" | "/rejects/list --log-format" | "/rejects/show --log-format" | "/rejects/retry --format" | "/rejects/retry --log-format" | "/rejects/purge --format" | "/rejects/purge --log-format" | "/partitions/list --log-format" | "/partitions/drop --log-format" | "/spec/show --log-format" | "/spec/draft --log-format" | "/spec/check --log-format" | "/spec/schema --log-format" | "/keys/create --log-format" | "/keys/rotate --log-format" | "/keys/list --log-format" | "/remask --format" | "/remask --log-format" | "/doctor --format" | "/doctor --log-format" | "/grants --log-format" | "/migrate --log-format")
      _etl_reply < <(compgen -W "text json" -- "$word")
      return
      ;;
    "/consume --spec" | "/consume --metrics-file" | "/consume --env-file" | "/consume --sandbox-events" | "/consume --keys" | "/recover --from-file" | "/recover --env-file" | "/recover --keys" | "/recover --recovery-keys" | "/audit --env-file" | "/forget --spec" | "/forget --env-file" | "/forget --keys" | "/forget --recovery-keys" | "/stats --spec" | "/stats --env-file" | "/rejects/list --env-file" | "/rejects/show --env-file" | "/rejects/show --keys" | "/rejects/show --recovery-keys" | "/rejects/retry --spec" | "/rejects/retry --env-file" | "/rejects/retry --keys" | "/rejects/retry --recovery-keys" | "/rejects/purge --env-file" | "/partitions/list --spec" | "/partitions/list --env-file" | "/partitions/drop --spec" | "/partitions/drop --env-file" | "/spec/draft --from-file" | "/spec/check --sample" | "/spec/check --keys" | "/keys/create --recovery" | "/keys/rotate --recovery" | "/remask --spec" | "/remask --env-file" | "/remask --keys" | "/remask --recovery-keys" | "/doctor --spec" | "/doctor --env-file" | "/doctor --keys" | "/grants --spec" | "/migrate --spec" | "/migrate --env-file")
      compopt -o filenames 2>/dev/null
      _etl_reply < <(compgen -f -- "$word")
      return
      ;;
    "/consume --sqs-protocol" | "/stats --sqs-protocol" | "/doctor --sqs-protocol")
      _etl_reply < <(compgen -W "auto json query" -- "$word")
      return
      ;;
    "/consume --database-auth" | "/recover --database-auth" | "/audit --database-auth" | "/forget --database-auth" | "/stats --database-auth" | "/rejects/list --database-auth" | "/rejects/show --database-auth" | "/rejects/retry --database-auth" | "/rejects/purge --database-auth" | "/partitions/list --database-auth" | "/partitions/drop --database-auth" | "/remask --database-auth" | "/doctor --database-auth" | "/migrate --database-auth")
      _etl_reply < <(compgen -W "password iam" -- "$word")
      return
      ;;
    "/consume --sqs-client")
      _etl_reply < <(compgen -W "direct sdk" -- "$word")
      return
      ;;
    "/consume --sandbox-events-format" | "/rejects/show --format" | "/spec/draft --sample-format" | "/spec/check --sample-format")
      _etl_reply < <(compgen -W "body message" -- "$word")
      return
      ;;
    "/consume --progress")
      _etl_reply < <(compgen -W "auto always never" -- "$word")
      return
      ;;
    "/consume --log-level" | "/recover --log-level" | "/audit --log-level" | "/forget --log-level" | "/stats --log-level" | "/rejects/list --log-level" | "/rejects/show --log-level" | "/rejects/retry --log-level" | "/rejects/purge --log-level" | "/partitions/list --log-level" | "/partitions/drop --log-level" | "/spec/show --log-level" | "/spec/draft --log-level" | "/spec/check --log-level" | "/spec/schema --log-level" | "/keys/create --log-level" | "/keys/rotate --log-level" | "/keys/list --log-level" | "/remask --log-level" | "/doctor --log-level" | "/grants --log-level" | "/migrate --log-level")
      _etl_reply < <(compgen -W "error warn info debug trace" -- "$word")
      return
      ;;
    "/recover --format" | "/audit --format" | "/rejects/list --format" | "/partitions/list --format")
      _etl_reply < <(compgen -W "text json csv" -- "$word")
      return
      ;;
    "/stats --format")
      _etl_reply < <(compgen -W "text json prometheus" -- "$word")
      return
      ;;
  esac
  case $path in
    '') words='consume recover audit forget stats rejects partitions spec keys remask doctor grants migrate -h --help -V --version' ;;
    /consume) words='--on-reject --dead-letters --dry-run --delete-after --format --spec -f --follow --max-messages --max-duration --reject-limit --idle --outage-limit --shutdown-timeout --queue-url --queue-name --endpoint-url --region --sqs-protocol --database-url --database-auth --receivers --writers --batch-size --linger --sqs-client --metrics-port --metrics-host --metrics-file --env-file --sandbox --sandbox-events --sandbox-events-format --keys --progress --log-level --log-format --stacktrace -h --help' ;;
    /recover) words='--database-url --database-auth --from-file --format --reason --env-file --sandbox --keys --recovery-keys --log-level --log-format --stacktrace -h --help' ;;
    /audit) words='--database-url --database-auth --since --format --env-file --sandbox --log-level --log-format --stacktrace -h --help' ;;
    /forget) words='--database-url --database-auth --value-from-stdin --older-than --yes --format --reason --spec --env-file --sandbox --keys --recovery-keys --log-level --log-format --stacktrace -h --help' ;;
    /stats) words='--format --exact --watch --fail-if --spec --queue-url --queue-name --endpoint-url --region --sqs-protocol --database-url --database-auth --env-file --sandbox --log-level --log-format --stacktrace -h --help' ;;
    /rejects) words='list show retry purge -h --help' ;;
    /rejects/list) words='--database-url --database-auth --format --env-file --sandbox --log-level --log-format --stacktrace -h --help' ;;
    /rejects/show) words='--database-url --database-auth --format --env-file --sandbox --keys --recovery-keys --log-level --log-format --stacktrace -h --help' ;;
    /rejects/retry) words='--database-url --database-auth --all --of-spec --format --spec --env-file --sandbox --keys --recovery-keys --log-level --log-format --stacktrace -h --help' ;;
    /rejects/purge) words='--database-url --database-auth --older-than --format --env-file --sandbox --log-level --log-format --stacktrace -h --help' ;;
    /partitions) words='list drop -h --help' ;;
    /partitions/list) words='--database-url --database-auth --spec --format --env-file --sandbox --log-level --log-format --stacktrace -h --help' ;;
    /partitions/drop) words='--database-url --database-auth --older-than --dry-run --yes --spec --env-file --sandbox --log-level --log-format --stacktrace -h --help' ;;
    /spec) words='show draft check schema -h --help' ;;
    /spec/show) words='--log-level --log-format --stacktrace -h --help' ;;
    /spec/draft) words='--from-file --sample-format --table --log-level --log-format --stacktrace -h --help' ;;
    /spec/check) words='--sample --sample-format --keys --log-level --log-format --stacktrace -h --help' ;;
    /spec/schema) words='--log-level --log-format --stacktrace -h --help' ;;
    /keys) words='create rotate list -h --help' ;;
    /keys/create) words='--recovery --log-level --log-format --stacktrace -h --help' ;;
    /keys/rotate) words='--recovery --log-level --log-format --stacktrace -h --help' ;;
    /keys/list) words='--log-level --log-format --stacktrace -h --help' ;;
    /remask) words='--database-url --database-auth --format --spec --env-file --sandbox --keys --recovery-keys --log-level --log-format --stacktrace -h --help' ;;
    /doctor) words='--delete-after --format --allow-unkeyed --spec --queue-url --queue-name --endpoint-url --region --sqs-protocol --database-url --database-auth --env-file --sandbox --keys --log-level --log-format --stacktrace -h --help' ;;
    /grants) words='--spec --log-level --log-format --stacktrace -h --help' ;;
    /migrate) words='--database-url --database-auth --partition --dry-run --spec --env-file --sandbox --log-level --log-format --stacktrace -h --help' ;;
  esac
  case "$path $word" in
    *' -'*) ;;
    "/rejects/show "* | "/rejects/retry "* | "/rejects/purge "*)
      option=$(_etl_ids)
      words=${option:-$words}
      ;;
  esac
  _etl_reply < <(compgen -W "$words" -- "$word")
}

complete -F _etl etl
