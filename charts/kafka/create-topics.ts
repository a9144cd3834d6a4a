/**
 * The script of the topics Job; its argument is the bootstrap servers. Its declarations are in `topics` beside it,
 * and in `client.properties` how it speaks with the brokers.
 *
 * It makes what is missing, adds partitions, and sets the declared configuration. What Kafka can't do to a
 * topic that holds data (fewer partitions, another replication factor) fails the Job with a message.
 */
export const CREATE_TOPICS_SCRIPT = `#!/bin/bash
set -euo pipefail
folder="$(dirname "$0")"
kafka=(--bootstrap-server "$1" --command-config "$folder/client.properties")
declared="$folder/topics"
# To a client that speaks no TLS, or says no password, Kafka's tools don't say what is wrong.
trap 'echo "failed with $(head -n 1 "$folder/client.properties"): see kafka.security, if the brokers did not answer" >&2' ERR

while read -r name partitions replicas config; do
  kafka-topics.sh "\${kafka[@]}" --create --if-not-exists \\
    --topic "$name" --partitions "$partitions" --replication-factor "$replicas" < /dev/null
  description="$(kafka-topics.sh "\${kafka[@]}" --describe --topic "$name" < /dev/null)"
  [[ "$description" =~ PartitionCount:[[:space:]]*([0-9]+)[[:space:]]*ReplicationFactor:[[:space:]]*([0-9]+) ]]
  existing="\${BASH_REMATCH[1]}"
  copies="\${BASH_REMATCH[2]}"
  if (( existing > partitions )); then
    echo "$name has $existing partitions, declared are $partitions: Kafka can't reduce them" >&2
    exit 1
  fi
  if (( copies != replicas )); then
    echo "$name has $copies replicas, declared are $replicas: use kafka-reassign-partitions.sh" >&2
    exit 1
  fi
  if (( existing < partitions )); then
    kafka-topics.sh "\${kafka[@]}" --alter --topic "$name" --partitions "$partitions" < /dev/null
  fi
  if [[ -n "$config" ]]; then
    kafka-configs.sh "\${kafka[@]}" --alter \\
      --entity-type topics --entity-name "$name" --add-config "$config" < /dev/null
  fi
done < "$declared"
`;
