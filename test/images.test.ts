/** Image references: from one place in the values, pulled with the private registry's Secret where they come from it. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { complaints, reference } from './flink/synth';
import { manifest, type KubernetesObject } from './manifests';

/** Where each of the images of the values is run. */
const RUN_BY = {
  kafka: ['kafka/StatefulSet.kafka', 'zookeeper/StatefulSet.zookeeper', 'kafka-topics/Job.kafka-topics'],
  goflow2: ['goflow2/Deployment.goflow2'],
  normalizer: ['normalizer/Deployment.normalizer'],
  normalizerFlink: ['normalizer/FlinkCluster.netflow-normalizer'],
  flink: ['flink-sample/FlinkCluster.flinkjobcluster-sample'],
  flinkOperator: ['flink-operator/Deployment.flink-operator-controller-manager'],
  jmxExporter: ['kafka/StatefulSet.kafka'],
  kubeRbacProxy: ['flink-operator/Deployment.flink-operator-controller-manager'],
};

interface Pulled {
  readonly images: readonly string[];
  readonly secrets: readonly { readonly name: string }[];
}

/** The images of a workload or FlinkCluster, and what they are pulled with. */
function pulled(object: KubernetesObject | undefined): Pulled {
  const { image, template } = object?.spec as {
    image?: { name: string; pullSecrets?: { name: string }[] };
    template?: {
      spec: {
        containers: { image: string }[];
        initContainers?: { image: string }[];
        imagePullSecrets?: { name: string }[];
      };
    };
  };
  if (image !== undefined) return { images: [image.name], secrets: image.pullSecrets ?? [] };
  return {
    images: [...(template?.spec.initContainers ?? []), ...(template?.spec.containers ?? [])].map(
      (container) => container.image,
    ),
    secrets: template?.spec.imagePullSecrets ?? [],
  };
}

describe.each(Object.entries(RUN_BY))('images.%s', (name, paths) => {
  const engine = `normalizer.engine=${name === 'normalizer' ? 'deployment' : 'flink'}`;
  const monitoring = `monitoring.mode=${name === 'jmxExporter' ? 'operator' : 'none'}`;
  const common = [engine, 'flinkOperator.metrics=protected', monitoring, 'registry.pullSecret=pull'];

  test.each(paths)('in the private registry is what %s pulls, with the Secret', (path) => {
    const ours = `images.${name}.registry=null,images.${name}.repository=a/b,images.${name}.tag=v1`;
    const { images, secrets } = pulled(reference(...common, ours).get(path));
    expect(images).toContain('kubernetes:31320/a/b:v1');
    expect(secrets).toEqual([{ name: 'pull' }]);
  });

  test.each(paths)('in another registry is what %s pulls, by digest, without it', (path) => {
    const digest = `sha256:${'0'.repeat(64)}`;
    const theirs = `images.${name}.registry=r.example.org,images.${name}.repository=a/b,images.${name}.tag=v1`;
    const objects = reference(...common, `${theirs},images.${name}.digest=${digest}`);
    const { images, secrets } = pulled(objects.get(path));
    expect(images).toContain(`r.example.org/a/b:v1@${digest}`);
    expect(secrets).toEqual([]);
  });
});

test('a registry is not pulled from itself', () => {
  expect(complaints('images.registry.registry=null').join()).toContain(
    'images.registry.registry: found nothing; allowed: another registry: one can not be pulled from itself',
  );
  expect(() => reference('images.registry.registry=null,registry.install=false')).not.toThrow();
});

test('nothing in dist/ is called latest', () => {
  const files = readdirSync('dist', { recursive: true, encoding: 'utf8' })
    .map((path) => join('dist', path))
    .filter((path) => statSync(path).isFile());
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((path) => /[:"]latest\b/.test(readFileSync(path, 'utf8')))).toEqual([]);
});

describe('dist/hosts: what builds images is told what the manifests pull', () => {
  const bake = (environment: string) =>
    JSON.parse(readFileSync(`dist/hosts/${environment}/docker-bake.json`, 'utf8')) as {
      target: Record<string, { tags: string[]; args: Record<string, string> }>;
    };

  test.each([
    ['compact', 'normalizer', 'normalizer/Deployment.normalizer.yaml'],
    ['reference', 'normalizer-flink', 'normalizer/FlinkCluster.netflow-normalizer.yaml'],
    ['production', 'normalizer-flink', 'normalizer/FlinkCluster.netflow-normalizer.yaml'],
  ])('%s: %s', (environment, target, path) => {
    expect(bake(environment).target[target]?.tags).toEqual(pulled(manifest(environment, path)).images);
  });

  test('the Flink image is made from the one that the sample runs', () => {
    const sample = manifest('reference', 'flink-sample/FlinkCluster.flinkjobcluster-sample.yaml');
    expect([bake('reference').target['normalizer-flink']?.args.FLINK]).toEqual(pulled(sample).images);
  });

  test('the GoFlow2 image has the version that the manifests run, and their mapping', () => {
    const { args } = bake('reference').target.goflow2 ?? {};
    const { images } = pulled(manifest('reference', 'goflow2/Deployment.goflow2.yaml'));
    expect(images.join(' ')).toContain(`goflow2:${args?.GOFLOW2 ?? ''}`);
    expect(readFileSync(args?.MAPPING ?? '', 'utf8')).toBe(
      manifest('reference', 'goflow2/ConfigMap.goflow2.yaml').data?.['mapping.yaml'],
    );
  });
});
