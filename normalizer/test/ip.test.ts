/** The readers of addresses against those of Node. */
import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { isIpv4, isIpv6 } from '../src/values/ip';

/** Addresses, addresses with one character changed or cut, and texts of what addresses are made of. */
const texts = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc
    .tuple(
      fc.oneof(fc.ipV4(), fc.ipV6()),
      fc.nat(40),
      fc.constantFrom('', '.', ':', '0', '9', '/', '@', 'a', 'f', 'g', '`', 'A', 'F', 'G', '::'),
    )
    .map(([address, at, change]) => address.slice(0, at) + change + address.slice(at + 1)),
  fc.string({ unit: fc.constantFrom('0', '1', '25', 'f', 'A', 'F', '.', ':', '::', '255'), maxLength: 12 }),
);

test('say the same, but for zones, which are no part of an address', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect([text, isIpv4(text), isIpv6(text)]).toEqual([text, isIPv4(text), isIPv6(text)]);
    }),
    { seed: 1, numRuns: 20_000 },
  );
});
