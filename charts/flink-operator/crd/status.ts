/** A FlinkCluster's `status`, as the operator v0.3.9 writes it. */
import { kubernetes } from './embedded';
import { flag, int32, listOf, mapOfText, object, text, type StructuralSchema } from './schema';

function component(further: Readonly<Record<string, StructuralSchema>> = {}): StructuralSchema {
  return object({ name: text, state: text, ...further }, ['name', 'state']);
}

const jobStatus = object(
  {
    id: text,
    name: text,
    submitterName: text,
    state: text,
    fromSavepoint: text,
    savepointGeneration: int32,
    savepointLocation: text,
    savepointTime: text,
    finalSavepoint: flag,
    deployTime: text,
    startTime: text,
    restartCount: int32,
    completionTime: { ...text, format: 'date-time' },
    failureReasons: listOf(text),
  },
  ['state'],
);

const components = object(
  {
    configMap: component(),
    jobManagerStatefulSet: component(),
    jobManagerService: component({
      nodePort: int32,
      loadBalancerIngress: listOf(kubernetes.LoadBalancerIngress),
    }),
    jobManagerIngress: component({ urls: listOf(text) }),
    taskManagerStatefulSet: component(),
    job: jobStatus,
  },
  ['configMap', 'jobManagerService', 'jobManagerStatefulSet', 'taskManagerStatefulSet'],
);

export const status = object(
  {
    state: text,
    components,
    control: object({ name: text, details: mapOfText, state: text, message: text, updateTime: text }, [
      'name',
      'state',
      'updateTime',
    ]),
    savepoint: object(
      {
        jobID: text,
        triggerID: text,
        triggerTime: text,
        triggerReason: text,
        requestTime: text,
        state: text,
        message: text,
      },
      ['state'],
    ),
    revision: object({ currentRevision: text, nextRevision: text, collisionCount: int32 }),
    lastUpdateTime: text,
  },
  ['components', 'state'],
);
