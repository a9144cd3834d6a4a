/** Rules of where a cluster keeps its state: a place that all its pods see, and that outlives them. */
import type { FlinkClusterManifest, ManifestServer } from '../manifest';
import { refuseIf, SERVERS, warnIf, type Rule } from './rule';

/** Settings of folders for state, by their names before and since Flink 1.20. */
const FOLDERS = [
  'execution.checkpointing.dir',
  'state.checkpoints.dir',
  'execution.checkpointing.savepoint-dir',
  'state.savepoints.dir',
  'high-availability.storageDir',
];

const ALLOWED =
  'object storage such as s3://…, or a folder of a volume that JobManager and TaskManagers share and that outlives them';

/** In a folder of its own container, each pod writes what no other one finds, and what goes with the pod. */
export const stateIsShared: Rule = ({ spec }) =>
  FOLDERS.flatMap((property) =>
    refuseIf(
      isOfOnePod(spec, spec.flinkProperties?.[property]),
      ['spec', 'flinkProperties', property],
      ALLOWED,
    ),
  );

/** The same of savepoints, which a job that is only tried out may do without. */
export const savepointsAreShared: Rule = ({ spec }) =>
  warnIf(isOfOnePod(spec, spec.job?.savepointsDir), ['spec', 'job', 'savepointsDir'], ALLOWED);

function isOfOnePod(spec: FlinkClusterManifest['spec'], folder = ''): boolean {
  const local = /^(?:file:(?:\/\/)?)?(\/.*)$/.exec(folder)?.[1];
  return local !== undefined && !SERVERS.every((server) => mounts(spec[server], local));
}

function mounts(server: ManifestServer | undefined, folder: string): boolean {
  const { volumeMounts = [], volumes = [] } = server ?? {};
  return volumeMounts.some(({ name, mountPath }) => {
    const within = folder === mountPath || folder.startsWith(`${mountPath.replace(/\/$/, '')}/`);
    const volume = volumes.find((candidate) => candidate.name === name);
    return within && volume !== undefined && volume.emptyDir === undefined;
  });
}
