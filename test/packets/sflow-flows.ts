/** The document of a frame that an sFlow switch has sampled, but for what the frame itself tells. */
import { idOf, STOCK, type Leaves } from './flows';

export const [AGENT, SEQUENCE] = ['192.0.2.1', 7];

export const OF_SFLOW: Leaves = {
  ...STOCK,
  'collector-goflow2/sampler-address': AGENT,
  'export-packet/sequence-number': SEQUENCE,
  'export-packet/record-type': 'sflow-v5',
  'flow-id': idOf(6, [1000, 443]),
  'pkts-in': 1,
  'sampling-interval': 1000,
  'snmp-in': 3,
  'snmp-out': 4,
  // A sample has no times of its own.
  'first-switched': 'received',
  'last-switched': 'received',
};

/** The same of the frame with the headers of Ethernet, IPv4 and TCP, 54 bytes. */
export const OF_FRAME: Leaves = {
  ...OF_SFLOW,
  'bytes-in': 54,
  'src-tos': 184,
  'tcp-flags': 'syn ack',
  'min-ttl': 63,
  'src-mac-in': '00:00:5e:00:53:01',
  'dst-mac-in': '00:00:5e:00:53:02',
  'ipv4/identification': 777,
};
