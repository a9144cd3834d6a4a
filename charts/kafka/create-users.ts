/**
 * The script that makes the bundled Kafka's users and what each may do; its argument is the brokers' own listener.
 * Declared in `users` and `permissions` beside it. It may run any number of times, and then gives Kafka the passwords
 * that the Secrets have by then.
 *
 * A password stands in no argument, which others could read in the list of processes.
 */
export const CREATE_USERS_SCRIPT = `#!/bin/bash
set -euo pipefail
folder="$(dirname "$0")"
kafka=(--bootstrap-server "$1" --command-config "$folder/admin.properties")

# Lines of user and folder of its Secret; none where users have certificates.
while read -r user secret; do
  name="$(cat "$secret/username")"
  password="$(cat "$secret/password")"
  if [[ "$name" != "$user" ]]; then
    echo "$secret/username is $name, and must be $user: the rights are declared for that name" >&2
    exit 1
  fi
  if [[ ! "$password" =~ ^[A-Za-z0-9_.~+/=-]{16,}$ ]]; then
    echo "$secret/password: at least 16 of A-Z a-z 0-9 _ . ~ + / = - are needed, and nothing else" >&2
    exit 1
  fi
  ( umask 077; echo "SCRAM-SHA-512=password=$password" > /tmp/scram )
  kafka-configs.sh "\${kafka[@]}" --alter --entity-type users --entity-name "$user" --add-config-file /tmp/scram < /dev/null
  rm /tmp/scram
done < "$folder/users"

# Lines of user, then arguments of kafka-acls.sh.
while read -r user permission; do
  read -r -a arguments <<< "$permission"
  kafka-acls.sh "\${kafka[@]}" --add --allow-principal "User:$user" "\${arguments[@]}" < /dev/null > /dev/null
  echo "$user: $permission"
done < "$folder/permissions"
`;
