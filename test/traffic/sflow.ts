/** sFlow version 5 datagrams with one sampled frame (https://sflow.org/sflow_version_5.txt). */
import { ipv4, mac, uint } from './netflow';

/** A datagram in which an agent tells of a frame that it has sampled. @param agent its IPv4 address */
export function sflow(agent: string, sequence: number, frame: Buffer): Buffer {
  const [rawHeader, ethernet] = [1, 1];
  const padded = Buffer.concat([frame, Buffer.alloc((4 - (frame.length % 4)) % 4)]);
  const header = words(ethernet, frame.length, 0, frame.length);
  const record = Buffer.concat([words(rawHeader, header.length + padded.length), header, padded]);
  const [samplingRate, samplePool, drops, input, output, records] = [1000, 1000, 0, 3, 4, 1];
  const sample = Buffer.concat([
    words(sequence, 3, samplingRate, samplePool, drops, input, output, records),
    record,
  ]);
  const [version, addressType, subAgent, uptime, samples, flowSample] = [5, 1, 0, 100_000, 1, 1];
  return Buffer.concat([
    words(version, addressType),
    ipv4(agent),
    words(subAgent, sequence, uptime, samples, flowSample, sample.length),
    sample,
  ]);
}

/** An Ethernet frame with a UDP datagram from one address to another. */
export function udpFrame(source: string, destination: string): Buffer {
  const udp = Buffer.concat([uint(40000, 2), uint(53, 2), uint(16, 2), uint(0, 2), Buffer.alloc(8)]);
  const [version, ttl, protocol] = [0x45, 64, 17];
  const ip = [uint(version, 1), uint(0, 1), uint(20 + udp.length, 2), uint(1, 2), uint(0, 2), uint(ttl, 1)];
  const addresses = [uint(protocol, 1), uint(0, 2), ipv4(source), ipv4(destination)];
  return frame(0x0800, Buffer.concat([...ip, ...addresses, udp]));
}

/** A frame of another protocol than IP. */
export function frame(etherType: number, payload: Buffer): Buffer {
  const addresses = [mac('00:00:5e:00:53:02'), mac('00:00:5e:00:53:01')];
  return Buffer.concat([...addresses, uint(etherType, 2), payload]);
}

function words(...values: readonly number[]): Buffer {
  return Buffer.concat(values.map((value) => uint(value, 4)));
}
