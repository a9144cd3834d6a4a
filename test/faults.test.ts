/** The faults that fit into minutes: each row holds what is promised. The others: `npm run faults`, `npm run test:soak`. */
import { trials } from './faults';
import { broken } from './faults/fault';
import { startWorld, type World } from './faults/world';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(async () => {
  await (world as World | undefined)?.stop();
});

test.each(trials('short'))('$engine, $guarantee, nothing is lost: $name', async ({ suffer, promised }) => {
  expect(broken(await suffer(world), promised)).toEqual([]);
});
