import { k8s } from 'cdk8s-plus-27';
import { clientMounts } from '../kafka/client';
import { imageReference } from '../kubernetes/image';
import { resourceRequirements, restrictedContainer } from '../kubernetes/pod';
import { listenersOf } from '../values/listeners';
import type { Values } from '../values/schema';
import type { Collector } from './collectors';
import { credentialVariables, flags, HTTP_PORT, MAPPING_FOLDER } from './flags';

/** GoFlow2 itself; its mapping is in the volume `configuration`. */
export function container(values: Values, { values: own }: Collector): k8s.Container {
  const { images, registry } = values;
  const env = credentialVariables(values);
  const health = { httpGet: { path: '/__health', port: k8s.IntOrString.fromString('http') } };
  return {
    name: 'goflow2',
    image: imageReference(images.goflow2, registry.endpoint),
    ...restrictedContainer,
    args: flags(values, own),
    ...(env.length > 0 && { env }),
    ports: [
      ...listenersOf(own).map(({ name, port }) => ({
        name,
        containerPort: port,
        protocol: 'UDP',
        ...(own.hostPort === true && { hostPort: port }),
      })),
      { name: 'http', containerPort: HTTP_PORT },
    ],
    livenessProbe: { ...health, periodSeconds: 10 },
    readinessProbe: { ...health, periodSeconds: 5 },
    resources: resourceRequirements(own.resources),
    volumeMounts: [
      { name: 'configuration', mountPath: MAPPING_FOLDER, readOnly: true },
      ...clientMounts(values),
    ],
  };
}
