/** A step before the main container that waits until Kafka answers. */
import type { k8s } from 'cdk8s-plus-27';
import { imageReference } from '../kubernetes/image';
import { resourceRequirements, restrictedContainer } from '../kubernetes/pod';
import type { Values } from '../values/schema';
import { bootstrapServers } from './client';

/** Shell, and nothing else. */
const RESOURCES = {
  requests: { cpu: '10m', memory: '16Mi' },
  limits: { cpu: '100m', memory: '64Mi' },
};

/** Bash opens connections by itself; the image of Kafka has nothing better. */
const SCRIPT = `until
  for broker in "$@"; do
    timeout 5 bash -c ': < "/dev/tcp/$0/$1"' "\${broker%:*}" "\${broker##*:}" && break
  done
do
  sleep 1
done`;

/**
 * For a program that ends when no broker answers at its start: each end would double the time until Kubernetes starts
 * it again, up to five minutes, in which nothing is collected though Kafka is back.
 */
export function waitForKafka(values: Values): k8s.Container {
  const { images, registry } = values;
  return {
    name: 'wait-for-kafka',
    image: imageReference(images.kafka, registry.endpoint),
    ...restrictedContainer,
    command: ['bash', '-c', SCRIPT, 'wait-for-kafka', ...bootstrapServers(values).split(',')],
    resources: resourceRequirements(RESOURCES),
  };
}
