/** `npm run restarts`: restarts brokers on a real Kubernetes while flows come, and counts those that are lost. */
import { run, speakable } from '#normalizer/command-line';
import { Command, Option } from 'commander';
import { ValuesError } from '../charts/values/problem';
import { version } from '../package.json';
import { bringUp } from '../test/cluster/bring-up';
import { measure } from '../test/cluster/restarts/measure';
import { strikes } from '../test/cluster/restarts/strikes';
import { startStage } from '../test/cluster/stage';
import endLeftovers from '../test/servers/leftovers';

interface Options {
  readonly brokers: string;
  readonly only?: readonly string[];
  readonly rate: readonly string[];
  readonly set?: readonly string[];
}

/** Records on all brokers; and requests that three brokers fit into a node with. */
const three = [
  ...['kafka.brokers=3', 'kafka.resources.requests.cpu=100m'],
  ...['flows', 'output', 'rejected'].flatMap((topic) => [
    `topics.${topic}.replicationFactor=3`,
    `topics.${topic}.config.min\\.insync\\.replicas=2`,
  ]),
];

const command = new Command('npm run restarts --')
  .description('Restarts brokers of `compact` on a real Kubernetes, and counts the flows that are lost.')
  .addOption(new Option('--brokers <number>', 'how many there are').choices(['1', '3']).default('1'))
  .addOption(new Option('--only <name...>', 'some restarts').choices(strikes.map(({ name }) => name)))
  .option('--rate <number...>', 'flows in a second', ['400', '5000'])
  .option('--set <key=value...>', 'values, as of npm run synth')
  .action(restart);
speakable(command, version, {
  examples: [
    ['npm run restarts', 'one broker, in about fifteen minutes'],
    ['npm run restarts -- --brokers 3', 'three brokers; fails if a flow is lost'],
    ['npm run restarts -- --set goflow2.queueSize=40000', 'what a longer queue saves'],
  ],
  exitCodes: [
    ['0', 'measured; three brokers have lost nothing'],
    ['1', 'three brokers have lost flows, or an error, such as a machine that can have no cluster'],
  ],
});
void run(command, ValuesError);

async function restart({ brokers, only, rate, set = [] }: Options): Promise<void> {
  const several = brokers === '3';
  const wanted = strikes.filter(({ name, ofSeveral = false }) =>
    only === undefined ? several || !ofSeveral : only.includes(name),
  );
  const options = [...(several ? three : []), ...set];
  endLeftovers();
  const stage = await startStage('compact', options);
  try {
    await bringUp(stage);
    let first = 1;
    for (const flowsASecond of rate.map(Number))
      for (const strike of wanted) {
        const row = await measure(stage, strike, flowsASecond, first);
        first += row.sent;
        process.stdout.write(`${JSON.stringify({ brokers, ...row })}\n`);
        if (several && row.queueFull + row.givenUp + row.behind > 0) process.exitCode = 1;
      }
  } finally {
    await stage.cluster.stop();
  }
}
