#!/usr/bin/env bash
# Stand-ins for the images that the Dockerfiles begin with, which can't be pulled here: Debian, and this machine's own
# tools in it. Called with the tarball of a Debian root folder (made if it isn't there), and NAME=IMAGE for each of
# them: node, flink, maven, golang, busybox. Maven and Go are mounted when images are built (podman.ts), not copied.
set -euo pipefail

tarball=$1
shift

if [[ ! -e $tarball ]]; then
  root=$(mktemp -d)
  debootstrap --variant=minbase --include=ca-certificates bookworm "$root"
  rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/cache/apt/*.bin "$root"/var/lib/apt/lists/*
  tar -C "$root" --numeric-owner -cf "$tarball.new" .
  mv "$tarball.new" "$tarball"
  rm -rf "$root"
fi

path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# Puts what a function lays into a mounted root folder on top of an image, and names the result.
make() {
  local from=$1 fill=$2 image=$3 container folder
  shift 3
  container=$(buildah from --quiet --pull-never "$from")
  folder=$(buildah mount "$container")
  "$fill" "$folder"
  buildah config "$@" "$container"
  buildah umount "$container" > /dev/null
  buildah commit --quiet --rm --timestamp 0 "$container" "$image" > /dev/null
}

debian() { tar -C "$1" -xf "$tarball"; }
nothing() { :; }
node() {
  mkdir -p "$1/usr/local/lib/node_modules"
  cp "$(command node -p process.execPath)" "$1/usr/local/bin/node"
  cp -a "$(npm root --global)/npm" "$1/usr/local/lib/node_modules/"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$1/usr/local/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$1/usr/local/bin/npx"
}
flink() {
  echo 'flink:x:9999:9999::/opt/flink:/bin/bash' >> "$1/etc/passwd"
  mkdir -p "$1/opt/flink/usrlib"
}

java=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
maven=$(dirname "$(dirname "$(readlink -f "$(command -v mvn)")")")
go=$(go env GOROOT)

make scratch debian localhost/debian --env PATH=$path --cmd bash
for pair in "$@"; do
  image=${pair#*=}
  case ${pair%%=*} in
    node) make localhost/debian node "$image" ;;
    flink) make localhost/debian flink "$image" ;;
    maven) make localhost/debian nothing "$image" --env JAVA_HOME="$java" --env PATH="$java/bin:$maven/bin:$path" ;;
    busybox) make localhost/debian nothing "$image" ;;
    golang) make localhost/debian nothing "$image" --env GOPATH=/go --env GOTOOLCHAIN=local --env PATH="$go/bin:$path" ;;
  esac
done
