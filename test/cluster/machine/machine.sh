#!/usr/bin/env bash
# A machine of its own for a cluster: network, mounts and processes that nobody else sees. Called with its folder; it
# prints the process that commands enter it by, and lasts as long as its standard input. Then nothing is left of it,
# however its user ended: the kernel ends what runs in a process namespace with the first process of it, containers too.
set -euo pipefail
folder=$1

# What the kubelet changes, and no namespace holds.
settings=(kernel/panic kernel/panic_on_oops vm/overcommit_memory vm/panic_on_oom)
declare -A before
for name in "${settings[@]}"; do before[$name]=$(cat "/proc/sys/$name"); done

# Below this, the kubelet makes the control groups of its pods.
group=$(basename "$folder")
hierarchies() { find /sys/fs/cgroup -mindepth 1 -maxdepth 1 -type d; }
hierarchies | while read -r hierarchy; do mkdir -p "$hierarchy/$group"; done
for name in cpus mems; do cat "/sys/fs/cgroup/cpuset/cpuset.$name" > "/sys/fs/cgroup/cpuset/$group/cpuset.$name"; done 2> /dev/null || true

# Shared mounts, as containers need them. The first process of a process namespace inherits what others leave behind.
unshare --net --mount --propagation shared --pid --fork --kill-child --mount-proc --ipc \
  bash -c 'mount -t tmpfs none /run; cat <&0 > /dev/null & wait' <&0 &
machine=$!
until pgrep -P "$machine"; do sleep 0.05; done
wait "$machine" || true

hierarchies | while read -r hierarchy; do
  [[ ! -d $hierarchy/$group ]] || find "$hierarchy/$group" -depth -type d -exec rmdir {} \; 2> /dev/null || true
done
for name in "${settings[@]}"; do echo "${before[$name]}" > "/proc/sys/$name"; done
rm -rf "$folder"
