import { flowId } from '../src/model/flow-id';

// The first is that of the documented record; the first three come from documents that the original published, the
// others from running it: a part whose own hash is 0 counts as 31.
test.each([
  ['10.0.27.116', 123, '37.235.53.152', 123, 17, 1443777365],
  ['fe80::60df:46cb:1382:b255', 5353, 'ff02::fb', 5353, 17, 45739095],
  ['1.4.2.32', 44631, '1.4.129.17', 443, 6, -1756664809],
  ['192.0.2.1', 0, '198.51.100.2', 0, 1, 1354904533],
  ['2001:db8::1', 0, '2001:db8::2', 0, 58, -1579483361],
])('%s:%i to %s:%i by %i is %i', (srcAddress, srcPort, dstAddress, dstPort, protocol, id) => {
  expect(flowId({ srcAddress, srcPort, dstAddress, dstPort, protocol })).toBe(id);
});
