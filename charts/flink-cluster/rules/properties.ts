/** Rules of flinkProperties and logConfig, and of what must fit into the task slots. */
import { amountOf } from '../../kubernetes/quantity';
import type { FlinkClusterManifest } from '../manifest';
import { isAtLeast } from '../version';
import { refuseIf, warnIf, type Rule } from './rule';

const SLOTS = 'taskmanager.numberOfTaskSlots';

/** Properties that the operator sets itself, dropping what the user says of them. */
const OPERATORS_PROPERTIES = [
  'jobmanager.rpc.address',
  'jobmanager.rpc.port',
  'blob.server.port',
  'query.server.port',
  'rest.port',
];

/** Otherwise the operator leaves both the slots and the job's parallelism out, without a word. */
export const taskSlots: Rule = ({ spec }) =>
  refuseIf(
    !/^[1-9]\d{0,3}$/.test(spec.flinkProperties?.[SLOTS] ?? '1'),
    ['spec', 'flinkProperties', SLOTS],
    'a whole number from 1 to 9999',
  );

/** With fewer slots the job waits for those that are missing, and then fails. */
export const parallelismFitsSlots: Rule = (cluster) => {
  const { taskManager, job } = cluster.spec;
  const replicas = taskManager?.replicas ?? 3;
  const slots = slotsPerTaskManager(cluster);
  return refuseIf(
    // Without a TaskManager there is nothing to reckon with: that is taskManagerReplicas' to say.
    replicas > 0 && (job?.parallelism ?? 1) > replicas * slots,
    ['spec', 'job', 'parallelism'],
    `at most ${replicas * slots}: taskManager.replicas (${replicas}) times ${SLOTS} (${slots})`,
  );
};

/** The operator writes each as a line of flink-conf.yaml, where Flink takes what follows a "#" for a comment. */
export const propertiesAreLines: Rule = ({ spec }) =>
  Object.entries(spec.flinkProperties ?? {}).flatMap(([property, value]) =>
    refuseIf(
      /\p{Cc}|#/u.test(value) || !/^[\w.-]+$/.test(property),
      ['spec', 'flinkProperties', property],
      'a name of letters, digits, ".", "-" and "_", and a value of one line without "#"',
    ),
  );

/** What the operator writes itself, it does not let the user say. */
export const propertiesAreNotTheOperators: Rule = ({ spec }) =>
  OPERATORS_PROPERTIES.flatMap((property) =>
    warnIf(
      spec.flinkProperties?.[property] !== undefined,
      ['spec', 'flinkProperties', property],
      "nothing: the operator drops it and writes its own, from the Service's name and jobManager.ports",
    ),
  );

/** The operator writes these two files itself, over the user's. */
export const logConfigKeepsOperatorsFiles: Rule = ({ spec }) =>
  ['flink-conf.yaml', 'submit-job.sh'].flatMap((file) =>
    warnIf(
      spec.logConfig?.[file] !== undefined,
      ['spec', 'logConfig', file],
      'nothing: the operator overwrites this file',
    ),
  );

/** Its default speaks Log4j 1, which Flink since 1.11 doesn't understand: only errors would be logged. */
export const logConfigIsReadable: Rule = ({ spec }) =>
  warnIf(
    isAtLeast(spec.flinkVersion, 1, 11) && spec.logConfig?.['log4j-console.properties'] === undefined,
    ['spec', 'logConfig', 'log4j-console.properties'],
    "a Log4j 2 configuration: with the operator's own, Flink logs nothing but errors",
  );

/** As the operator reckons them: what the user says, or half of the CPU limit. */
function slotsPerTaskManager({ spec }: FlinkClusterManifest): number {
  const said = spec.flinkProperties?.[SLOTS];
  if (said !== undefined) return Number(said);
  // A block of resources that is absent is filled in with a limit of two.
  const cores = amountOf(spec.taskManager?.resources?.limits?.cpu) ?? 2;
  return Math.max(1, Math.floor(Math.ceil(cores) / 2));
}
