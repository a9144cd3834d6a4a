/** What happens between the engine and the brokers: their proxies do it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './fault';

const LATENCY_MILLISECONDS = 2000;
const SLOW_MILLISECONDS = 60_000;

export const stranded: Fault = {
  name: 'half-open connections: what is sent on those that were open goes nowhere',
  times: { short: 0, long: 2 },
  proxied: true,
  strike: async ({ world }) => {
    await sleep(1000);
    for (const proxy of world.proxies) proxy.strand();
  },
};

export const networkFaults: readonly Fault[] = [
  stranded,
  {
    name: 'each packet comes 2 s later, for 60 s',
    times: { short: 0, long: 1 },
    proxied: true,
    strike: async ({ world }) => {
      for (const proxy of world.proxies) proxy.delay = LATENCY_MILLISECONDS;
      await sleep(SLOW_MILLISECONDS);
      for (const proxy of world.proxies) proxy.delay = 0;
    },
  },
];
