/** The order in which Argo CD brings the Applications up; those of one wave don't wait for one another. */
const WAVES: readonly (readonly (string | RegExp)[])[] = [
  ['namespaces'],
  ['cert-manager'],
  ['flink-operator', 'registry'],
  ['network-policies', 'zookeeper'],
  ['kafka'],
  ['kafka-users'],
  ['kafka-topics'],
  ['goflow2', 'normalizer', /^flink-/, 'monitoring'],
];

/** The annotation that puts an object into a wave; without it, it is in wave 0. */
export const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

/**
 * The annotation that puts an Application into its wave.
 * @param folder the Application's folder in `dist/<environment>/`
 * @throws Error for a folder that has no wave: a new Application must be given its place
 */
export function syncWave(folder: string): Record<string, string> {
  const wave = WAVES.findIndex((folders) =>
    folders.some((name) => (typeof name === 'string' ? name === folder : name.test(folder))),
  );
  if (wave < 0) throw new Error(`no sync wave for the Application ${folder}: see charts/argocd/waves.ts`);
  return { [SYNC_WAVE]: String(wave) };
}
