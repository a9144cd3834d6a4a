/** Packets from exporters to the node's ports, and what is in Kafka then. */
import { EVERY_FIELD, TIMES_BY_CLOCK, TIMES_BY_UPTIME } from '../../traffic/every-field';
import { ipfix, netflowV9 } from '../../traffic/netflow';
import { frame, udpFrame } from '../../traffic/frames';
import { sflow } from '../../traffic/sflow';
import { addressOf } from '../exporters';
import type { Stage } from '../stage';
import { read } from '../topics';

export function packets(stage: Stage): void {
  test('become documents with the address of their exporter', async () => {
    const sent = Array.from({ length: 10 }, (_, index) => {
      const header = { uptime: 100_000, time: 1_760_000_000, sequence: index, sourceId: 7 };
      const [v9, ip, agent] = [1 + index, 11 + index, 21 + index];
      return [
        { exporter: v9, port: 31000, payload: netflowV9(header, [...EVERY_FIELD, ...TIMES_BY_UPTIME]) },
        { exporter: ip, port: 31000, payload: ipfix(header, [...EVERY_FIELD, ...TIMES_BY_CLOCK]) },
        {
          exporter: agent,
          port: 31001,
          payload: sflow(addressOf(agent), index, udpFrame('192.0.2.1', '192.0.2.2')),
        },
      ];
    }).flat();
    await stage.exporters.send(sent);
    const documents = await read(stage.cluster.kubectl, 'netflow-output', sent.length);
    const senders = documents.map(({ value }) => /"sampler-address":"([^"]*)"/.exec(value)?.[1] ?? value);
    expect(senders.sort()).toEqual(sent.map(({ exporter }) => addressOf(exporter)).sort());
  });

  test('of sampled frames that hold no IP lie in flows-rejected, with the reason', async () => {
    const payload = sflow(addressOf(31), 1, frame(0x0806, Buffer.alloc(46)));
    await stage.exporters.send([{ exporter: 31, port: 31001, payload }]);
    const [record] = await read(stage.cluster.kubectl, 'flows-rejected', 1);
    expect(record?.headers).toContain('netflow-rejection-reason:not-ip');
    expect(record?.value).toContain(addressOf(31));
  });
}
