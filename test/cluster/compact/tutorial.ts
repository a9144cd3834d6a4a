/** docs/tutorial.md: its commands for Argo CD are those that this suite begins with, and what it shows is seen. */
import { asPattern, commandsOf } from '../../documents/commands';
import { blocksOf } from '../../documents/pages';
import { documented } from '../documented';
import { attempt, type Stage } from '../stage';

const commands = blocksOf('docs/tutorial.md').flatMap((block) => commandsOf(block));

export function tutorial(stage: Stage): void {
  test('hands the environment over as docs/how-to/argocd.md does', () => {
    const [handOver] = commands.filter(({ script }) => script.startsWith('kubectl patch'));
    const start = documented('docs/how-to/argocd.md', 'Start', stage.environment);
    expect(linesOf(handOver?.script ?? '')).toEqual(linesOf(start.join('')));
  });

  const looks = commands.flatMap(({ script, printed }) =>
    script.startsWith('kubectl') && printed !== undefined ? [[script, printed] as const] : [],
  );
  test.each(looks)('%s', async (script, printed) => {
    const { status, stdout } = await attempt(stage, script);
    expect(stdout).toMatch(asPattern(printed));
    expect(status).toBe(0);
  });
}

/** Without the margin that a block has within a list. */
const linesOf = (script: string) =>
  script
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
