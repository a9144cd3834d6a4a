/** The kafkajs engine beside loops that only copy, alone, as two replicas, and beside the Flink engine. */
import { each, pairs, ratio, sides, tellFigures, type Figure, type Target } from './figure';
import { openPlace, passage, type Passage, type Place } from './place';
import { copy, engine, flinkJob, kcat, type Program } from './programs';

const RECORDS = 200_000;
const ROUNDS = { rounds: 3, warmUp: 0 };

async function* measure(): AsyncGenerator<Figure> {
  const place = await openPlace(RECORDS);
  const [service, two, kafkajs] = [engine(1), engine(2), copy('kafkajs')];
  // How many records one does for each of the other: what the other costs over what it costs.
  const over = compareBy(place, ({ cpu }) => 1 / cpu);
  const faster = compareBy(place, ({ rate }) => rate);
  try {
    yield over('engine, at least once, over a copy by kafkajs', service, kafkajs, { atLeast: 0.85 });
    yield over('engine over a copy by librdkafka', service, kcat, { atLeast: 0.5 });
    yield over('a copy by @platformatic/kafka over one by kafkajs', copy('platformatic'), kafkajs);
    const exactlyOnce = engine(1, 'exactly-once');
    yield over('engine, exactly once, over at least once', exactlyOnce, service, { atLeast: 0.7 });
    yield faster('two replicas over one (wall time)', two, service, { atLeast: 1.6 });
    const target = { atLeast: 1.5 };
    yield faster('Flink over kafkajs, one worker (wall time)', flinkJob(1), service, target);
    yield faster('Flink over kafkajs, two workers (wall time)', flinkJob(2), two, target);
  } finally {
    await place.close();
  }
}

const compareBy =
  (place: Place, value: (measured: Passage) => number) =>
  async (name: string, one: Program, other: Program, target?: Target): Promise<Figure> => {
    const measured = await pairs(
      () => passage(place, one),
      () => passage(place, other),
      ROUNDS,
    );
    const told = (of: keyof Passage, unit: string, digits?: number) =>
      sides(
        each(measured, (side) => side[of]),
        unit,
        digits,
      );
    const [cpu, brokers] = [told('cpu', 'µs of CPU a record'), told('brokersCpu', 'µs of the broker')];
    return ratio(
      { group: 'Kafka', name, ...(target && { target }) },
      each(measured, value),
      `${cpu}; ${brokers}; ${told('rate', 'records/s', 0)}`,
    );
  };

void tellFigures(measure());
