/** Rules of the FlinkCluster as a whole: name, version, image, scheduler, configuration files. */
import { isAtLeast, versionNumbers } from '../version';
import { refuseIf, warnIf, type Rule } from './rule';

/** The longest name whose StatefulSet `<name>-taskmanager` fits into the 52 characters that its pods' labels leave. */
const LONGEST_NAME = 40;

/** Rule 1 of the webhook, and what Kubernetes makes of the names that the operator derives (DNS-1035). */
export const name: Rule = ({ metadata }) =>
  refuseIf(
    metadata.name.length > LONGEST_NAME || !/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(metadata.name),
    ['metadata', 'name'],
    `at most ${LONGEST_NAME} lower-case letters, digits and "-", with a letter first: ` +
      'the names of pods and Services are made from it',
  );

/** Rule 1 of the webhook. */
export const namespace: Rule = ({ metadata }) =>
  refuseIf((metadata.namespace ?? '') === '', ['metadata', 'namespace'], 'a namespace');

/** Rule 2 of the webhook. */
export const flinkVersion: Rule = ({ spec }) =>
  refuseIf(
    spec.flinkVersion !== '' && versionNumbers(spec.flinkVersion) === undefined,
    ['spec', 'flinkVersion'],
    'a version such as "1.20"',
  );

/** The operator writes flink-conf.yaml, which Flink 2 does not read: it would start with nothing configured. */
export const flinkVersionReadsOurConfiguration: Rule = ({ spec }) =>
  refuseIf(
    isAtLeast(spec.flinkVersion, 2, 0),
    ['spec', 'flinkVersion'],
    'a version before 2.0: the operator configures Flink by flink-conf.yaml, which Flink 2 does not read',
  );

/** An empty version counts as one before 1.10, whose memory settings no supported Flink has. */
export const flinkVersionIsSaid: Rule = ({ spec }) =>
  warnIf(
    spec.flinkVersion === '',
    ['spec', 'flinkVersion'],
    'the version of the image: without it the memory is set as for Flink before 1.10',
  );

/** Rule 5 of the webhook. */
export const imageName: Rule = ({ spec }) =>
  refuseIf(spec.image.name === '', ['spec', 'image', 'name'], 'an image');

/** Rule 6 of the webhook. */
export const imagePullPolicy: Rule = ({ spec }) =>
  refuseIf(
    !['Always', 'IfNotPresent', 'Never'].includes(spec.image.pullPolicy ?? 'Always'),
    ['spec', 'image', 'pullPolicy'],
    'Always | IfNotPresent | Never',
  );

/** Nothing checks this name in the webhook; the controller then fails at every try. */
export const batchScheduler: Rule = ({ spec }) => {
  const deprecated = spec.batchSchedulerName !== undefined;
  return refuseIf(
    (spec.batchSchedulerName ?? spec.batchScheduler?.name ?? 'volcano') !== 'volcano',
    ['spec', ...(deprecated ? ['batchSchedulerName'] : ['batchScheduler', 'name'])],
    'volcano, the only scheduler that the operator knows',
  );
};

/** Rule 3 of the webhook; an absent mount path has a default. */
export const hadoopConfig: Rule = ({ spec: { hadoopConfig: hadoop } }) =>
  refuseIf(
    hadoop !== undefined && ((hadoop.configMapName ?? '') === '' || hadoop.mountPath === ''),
    ['spec', 'hadoopConfig'],
    'configMapName and mountPath, neither of them empty',
  );

/** Rule 4 of the webhook. */
export const gcpServiceAccount: Rule = ({ spec }) => {
  const account = spec.gcpConfig?.serviceAccount;
  if (account === undefined) return [];
  const { secretName = '', keyFile = '', mountPath = '' } = account;
  const complete = secretName !== '' && keyFile !== '' && mountPath !== '';
  return refuseIf(
    !complete || mountPath.endsWith(keyFile),
    ['spec', 'gcpConfig', 'serviceAccount'],
    'secretName, keyFile and mountPath; the mountPath is the folder, without the keyFile',
  );
};

/** The webhook lets it pass, and then every restart of the controller ends in a panic, for all clusters. */
export const gcpConfigHasServiceAccount: Rule = ({ spec }) =>
  refuseIf(
    spec.gcpConfig !== undefined && spec.gcpConfig.serviceAccount === undefined,
    ['spec', 'gcpConfig'],
    'a serviceAccount in it: without one the operator crashes',
  );

/** The operator removes this annotation when it has acted on it; in git it comes back at each sync. */
export const userControlIsNotInGit: Rule = ({ metadata }) => {
  const annotation = 'flinkclusters.flinkoperator.k8s.io/user-control';
  return warnIf(
    metadata.annotations?.[annotation] !== undefined,
    ['metadata', 'annotations', annotation],
    'nothing in git: each sync would ask for it again; use kubectl annotate',
  );
};
