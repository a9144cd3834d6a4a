#!/usr/bin/env bash
# Stand-ins for images that can't be pulled here, as archives for containerd: Kafka from Maven's jars with scripts of
# the same names, the registry from Debian's package, and the process that holds a pod's namespaces.
# Called with the folder for the archives, the class path of Kafka, and NAME=IMAGE for each of kafka, registry, pause.
set -euo pipefail

archives=$1
jars=$2
shift 2

path=/opt/kafka/bin:/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# Puts what a function lays into a mounted root folder on top of an image, and archives the result under its name.
make() {
  local name=$1 from=$2 image=$3 container folder
  shift 3
  container=$(buildah from --quiet --pull-never "$from")
  folder=$(buildah mount "$container")
  "$name" "$folder"
  buildah config "$@" "$container"
  buildah umount "$container" > /dev/null
  buildah commit --quiet --rm "$container" "$image" > /dev/null
  buildah push --quiet "$image" "oci-archive:$archives/$name.tar:$image"
}

# A script of the image: its name and the main class that it runs.
script() {
  cat > "$1" << EOF
#!/bin/bash
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \$KAFKA_HEAP_OPTS \$KAFKA_OPTS \$KAFKA_LOG4J_OPTS -cp '/opt/kafka/libs/*' $2 "\$@"
EOF
  chmod 755 "$1"
}

kafka() {
  local bin=$1/opt/kafka/bin
  mkdir -p "$bin" "$1/opt/kafka/libs" "$1/opt/java"
  jlink --add-modules java.se,jdk.unsupported,jdk.management,jdk.crypto.ec --strip-debug --no-header-files \
    --no-man-pages --output "$1/opt/java/openjdk"
  tr : '\n' <<< "$jars" | xargs cp --target-directory "$1/opt/kafka/libs"
  script "$bin/kafka-server-start.sh" kafka.Kafka
  script "$bin/kafka-storage.sh" kafka.tools.StorageTool
  script "$bin/kafka-topics.sh" org.apache.kafka.tools.TopicCommand
  script "$bin/kafka-configs.sh" kafka.admin.ConfigCommand
  script "$bin/kafka-get-offsets.sh" org.apache.kafka.tools.GetOffsetShell
  script "$bin/kafka-console-consumer.sh" org.apache.kafka.tools.consumer.ConsoleConsumer
  script "$bin/zookeeper-server-start.sh" org.apache.zookeeper.server.quorum.QuorumPeerMain
  echo 'appuser:x:1000:1000::/home/appuser:/bin/bash' >> "$1/etc/passwd"
}

registry() { cp "$(command -v docker-registry)" "$1/usr/local/bin/registry"; }

pause() {
  local source
  source=$(mktemp -d)
  cat > "$source/pause.c" << 'EOF'
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
static void ended(int signal) { _exit(0); }
static void reap(int signal) { while (waitpid(-1, 0, WNOHANG) > 0); }
int main(void) {
  signal(SIGTERM, ended), signal(SIGINT, ended), signal(SIGCHLD, reap);
  for (;;) pause();
}
EOF
  gcc -Os -static -o "$1/pause" "$source/pause.c"
  rm -r "$source"
}

for pair in "$@"; do
  image=${pair#*=}
  case ${pair%%=*} in
    kafka) make kafka localhost/debian "$image" --env PATH="$path" --user 1000 ;;
    registry) make registry localhost/debian "$image" --entrypoint '["/usr/local/bin/registry", "serve"]' ;;
    pause) make pause scratch "$image" --entrypoint '["/pause"]' --user 65535 ;;
  esac
done
