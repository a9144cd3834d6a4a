/** What the cluster of these suites is made of. Bumped like any dependency: `npm run test:cluster` tells. */
export const VERSIONS = {
  /** The last minor whose kubelet takes cgroup v1 without being told to. */
  kubernetes: '1.34.4',
  /** The newest release whose module builds: 3.2.12 lacks a function that it calls, 3.3 a module of its own. */
  argoCd: '3.2.11',
  coreDns: '1.12.1',
};
