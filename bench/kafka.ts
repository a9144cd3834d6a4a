/** The kafkajs engine beside loops that only copy, alone and as two replicas. */
import { pairs, ratios, sides, tellFigures, type Figure, type Target } from './figure';
import { openPlace, passage, type Passage, type Place } from './place';
import { copy, engine, kcat } from './programs';

const RECORDS = 200_000;
const ROUNDS = { rounds: 5, warmUp: 1 };

type Program = ReturnType<typeof engine>;

async function* measure(): AsyncGenerator<Figure> {
  const place = await openPlace(RECORDS);
  // How many records one does for each of the other: what the other costs over what it costs.
  const over = (name: string, one: Program, other: Program, target?: Target) =>
    compare(place, name, one, other, ({ cpu }) => 1 / cpu, target);
  const faster = (name: string, one: Program, other: Program, target: Target) =>
    compare(place, `${name} (wall time)`, one, other, ({ rate }) => rate, target);
  try {
    yield over('engine, at least once, over a copy by kafkajs', engine(1), copy('kafkajs'), {
      atLeast: 0.85,
    });
    yield over('engine over a copy by librdkafka', engine(1), kcat, { atLeast: 0.5 });
    yield over('a copy by @platformatic/kafka over one by kafkajs', copy('platformatic'), copy('kafkajs'));
    yield faster('two replicas over one', engine(2), engine(1), { atLeast: 1.6 });
  } finally {
    await place.close();
  }
}

async function compare(
  place: Place,
  name: string,
  one: Program,
  other: Program,
  value: (measured: Passage) => number,
  target?: Target,
): Promise<Figure> {
  const all: { one: Passage[]; other: Passage[] } = { one: [], other: [] };
  const run = async (side: 'one' | 'other', program: Program) => {
    const measured = await passage(place, program);
    all[side].push(measured);
    return value(measured);
  };
  const measured = await pairs(
    () => run('one', one),
    () => run('other', other),
    ROUNDS,
  );
  const cpu = all.one.map(({ cpu }, round) => ({ one: cpu, other: all.other[round]?.cpu ?? NaN }));
  const rate = all.one.map(({ rate }, round) => ({ one: rate, other: all.other[round]?.rate ?? NaN }));
  return {
    group: 'Kafka',
    name,
    spread: ratios(measured),
    ...(target && { target }),
    measured: `${sides(cpu, 'µs of CPU a record')}; ${sides(rate, 'records/s', 0)}`,
  };
}

void tellFigures(measure());
