import { flowId } from '../src/model/flow-id';
import type { FlowRecord } from '../src/record/flow-record';

// The first is that of the documented record; all three come from documents that the original published.
test.each([
  ['10.0.27.116', 123, '37.235.53.152', 123, 17, 1443777365],
  ['fe80::60df:46cb:1382:b255', 5353, 'ff02::fb', 5353, 17, 45739095],
  ['1.4.2.32', 44631, '1.4.129.17', 443, 6, -1756664809],
])('%s:%i to %s:%i by %i is %i', (srcAddress, srcPort, dstAddress, dstPort, protocol, id) => {
  expect(flowId({ srcAddress, srcPort, dstAddress, dstPort, protocol } as FlowRecord)).toBe(id);
});
