/** The faults as tests: each row holds what is promised. */
import { struck } from '.';
import { deliveryGuarantees } from '../../normalizer/src/configuration';
import { suffer, type Size } from './fault';
import { startWorld, type World } from './world';

/** Declares a test for each fault that strikes in this size. */
export function testFaults(size: Size): void {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
  });

  afterAll(async () => {
    await (world as World | undefined)?.stop();
  });

  describe.each(deliveryGuarantees)('%s', (guarantee) => {
    test.each(struck(size, guarantee))('nothing is lost: $name', async (fault) => {
      const row = await suffer(world, fault, guarantee, size);
      expect(row).toMatchObject({
        lost: 0,
        surprises: [],
        ...(fault.disorder === undefined && { disordered: 0 }),
        ...(guarantee === 'exactly-once' && { duplicated: 0 }),
      });
    });
  });
}
