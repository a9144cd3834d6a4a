/** The commands of docs/troubleshooting.md: what they print where all is well, and something was rejected. */
import { documented } from '../documented';
import { attempt, type Stage } from '../stage';

const PAGE = 'docs/troubleshooting.md';

export function troubleshooting(stage: Stage): void {
  test.each([
    [
      'What Argo CD says',
      [
        /netflow-compact-kafka +Synced +Healthy/,
        /successfully synced/,
        /netflow-compact-root/,
        /health\.argoproj\.io_Application/,
      ],
    ],
    ['What a pod says', [/Image: .*netflow-normalizer/, /flows/, /started/]],
    [
      'How far flows have come',
      [/^goflow2_flow_traffic_packets_total\{.*\} [1-9]/m, /^Local$/, /^ok$/m, /^netflow-output:0:\d+$/m],
    ],
    ['What was rejected', [/netflow-rejection-reason:not-ip/]],
  ])('%s', async (heading, said) => {
    const printed: string[] = [];
    for (const lines of documented(PAGE, heading, stage.environment)) {
      const { status, stdout, stderr } = await attempt(stage, lines);
      if (status !== 0) throw new Error(`${lines}\nended with ${String(status)}: ${stderr}${stdout}`);
      printed.push(stdout);
    }
    expect(printed).toEqual(said.map((pattern) => expect.stringMatching(pattern) as string));
  });
}
