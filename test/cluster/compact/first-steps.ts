/** The commands of docs/how-to/argocd.md, section "Start": what they take from nobody, and what they bring up. */
import { allHealthy, applications, healthy } from '../applications';
import { installation } from '../argo-cd';
import { documented } from '../documented';
import { argoCdPrograms } from '../programs';
import { application, applicationNames, pushNormalizer, run, type Stage } from '../stage';

interface ConfigMap {
  readonly data: Record<string, string>;
  readonly metadata: { readonly labels: object };
}

export function firstSteps(stage: Stage): void {
  const commands = () => documented('docs/how-to/argocd.md', 'Start', stage.environment);
  const configMap = (namespace: string) =>
    stage.cluster.kubectl.get<ConfigMap>('configmap', 'argocd-cm', namespace);

  test.each([[['--server-side']], [[]]])(
    'the patch takes nothing from an argocd-cm applied with %j',
    async (how) => {
      const namespace = how.length === 0 ? 'argocd' : 'argocd-server-side';
      if (how.length > 0) {
        await stage.cluster.kubectl.run('create', 'namespace', namespace);
        for (const object of installation(argoCdPrograms()))
          if (object.metadata.name === 'argocd-cm')
            await stage.cluster.kubectl.apply(object, '--namespace', namespace, ...how);
      }
      const before = await configMap(namespace);
      expect(Object.keys(before.data).length).toBeGreaterThan(3);
      const [patch = ''] = commands();
      await run(stage, patch.replaceAll('--namespace argocd', `--namespace ${namespace}`));
      const after = await configMap(namespace);
      expect(after.data).toMatchObject(before.data);
      expect(after.metadata.labels).toEqual(before.metadata.labels);
      expect(Object.keys(after.data).filter((key) => !(key in before.data))).toEqual([
        'resource.customizations.health.argoproj.io_Application',
        'resource.customizations.health.flinkoperator.k8s.io_FlinkCluster',
      ]);
    },
  );

  test('one command makes the root Application, which makes the registry ready', async () => {
    const [, first = ''] = commands();
    await run(stage, first);
    await healthy(stage.cluster.kubectl, application(stage.environment, 'registry'));
  });

  test('the normaliser is pushed to the registry, pulled by the node, and everything is synced and healthy', async () => {
    const { kubectl } = stage.cluster;
    await pushNormalizer(stage);
    const names = applicationNames(stage.environment);
    await allHealthy(kubectl, names.length);
    expect(await applications(kubectl)).toEqual(names.map((name) => `${name}: Synced, Healthy`));
  });
}
