/**
 * The script of the topics Job; its argument is the bootstrap server, its declarations are in `topics` beside it.
 *
 * It makes what is missing, adds partitions, and sets the declared configuration. What Kafka can't do to a
 * topic that holds data (fewer partitions, another replication factor) fails the Job with a message.
 */
export const CREATE_TOPICS_SCRIPT = `#!/bin/bash
set -euo pipefail
server="$1"
declared="$(dirname "$0")/topics"

while read -r name partitions replicas config; do
  kafka-topics.sh --bootstrap-server "$server" --create --if-not-exists \\
    --topic "$name" --partitions "$partitions" --replication-factor "$replicas" < /dev/null
  description="$(kafka-topics.sh --bootstrap-server "$server" --describe --topic "$name" < /dev/null)"
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
    kafka-topics.sh --bootstrap-server "$server" --alter --topic "$name" --partitions "$partitions" < /dev/null
  fi
  if [[ -n "$config" ]]; then
    kafka-configs.sh --bootstrap-server "$server" --alter \\
      --entity-type topics --entity-name "$name" --add-config "$config" < /dev/null
  fi
done < "$declared"
`;
