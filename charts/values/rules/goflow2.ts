/** What must hold of the collector. */
import { versionTooLow } from '../../goflow2/version';
import { amount } from '../kubernetes';
import type { Rule } from './rule';

export const goflow2Rules: readonly Rule[] = [
  {
    reads: ['images', 'kafka'],
    check: (values) => {
      const allowed = versionTooLow(values);
      return allowed === undefined ? [] : [{ path: ['images', 'goflow2', 'tag'], allowed }];
    },
  },
  {
    reads: ['goflow2'],
    check: ({ goflow2: { queueSize, sflow, resources } }) => {
      const listeners = sflow.enabled ? 2 : 1;
      const most = Math.floor(amount(resources.limits.memory) / 2 / PACKET_BUFFER / listeners);
      const limit = `1 to ${most}: ${listeners} full queues may take half of the memory limit`;
      return queueSize > most ? [{ path: ['goflow2', 'queueSize'], allowed: limit }] : [];
    },
  },
  {
    reads: ['goflow2'],
    check: ({ goflow2: { netflow, sflow } }) =>
      sflow.enabled && sflow.port === netflow.port
        ? [{ path: ['goflow2', 'sflow', 'port'], allowed: 'another port than goflow2.netflow has' }]
        : [],
  },
];

/** GoFlow2 keeps a buffer of the largest UDP payload it takes for each queued packet (v2, utils/udp.go). */
const PACKET_BUFFER = 9000;
