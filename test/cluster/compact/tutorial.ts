/** docs/tutorial.md: its commands for Argo CD are those that this suite begins with, and what it shows is seen. */
import { asPattern, commandsOf } from '../../documents/commands';
import { blocksOf } from '../../documents/pages';
import { documented, follow } from '../documented';
import { kubernetesPrograms } from '../programs';
import type { Stage } from '../stage';

const commands = blocksOf('docs/tutorial.md').flatMap((block) => commandsOf(block));

export function tutorial(stage: Stage): void {
  test('hands the environment over as docs/how-to/argocd.md does', () => {
    const [handOver] = commands.filter(({ script }) => script.startsWith('kubectl patch'));
    expect(handOver?.script).toBe(documented('docs/how-to/argocd.md', 'Start', stage.environment).join(''));
  });

  const looks = commands.flatMap(({ script, printed }) =>
    script.startsWith('kubectl') && printed !== undefined ? [[script, printed] as const] : [],
  );
  test.each(looks)('%s', async (script, printed) => {
    const { machine } = stage.cluster;
    const { status, stdout } = await follow(machine, kubernetesPrograms(), stage.repository.folder, script);
    expect(stdout).toMatch(asPattern(printed));
    expect(status).toBe(0);
  });
}
