/** Exporters of this machine, each with an address of its own: what they send is what a router does, well or badly. */
import { createSocket, type Socket } from 'node:dgram';
import { ipv4, uint } from '../traffic/bytes';
import { udpFrame } from '../traffic/frames';
import { field, netflowV9 } from '../traffic/netflow';
import { sflow } from '../traffic/sflow';

/** A direction that the standard does not know, which the normaliser leaves out. */
const UNKNOWN_DIRECTION = 255;

/** A packet of one flow behind its template. */
export function packet(sequence: number): Buffer {
  const time = Math.floor(Date.now() / 1000);
  return netflowV9({ uptime: 60_000, time, sequence, sourceId: 1 }, [
    field(8, ipv4('198.51.100.1')),
    field(12, ipv4('203.0.113.1')),
    field(4, uint(6, 1)),
    field(7, uint(1024 + (sequence % 60_000), 2)),
    field(11, uint(443, 2)),
    field(1, uint(1500, 4)),
    field(2, uint(2, 4)),
    field(61, uint(UNKNOWN_DIRECTION, 1)),
  ]);
}

/** The same without the template. */
export function packetWithoutTemplate(sequence: number): Buffer {
  const whole = packet(sequence);
  const [header, rest] = [Buffer.from(whole.subarray(0, 20)), whole.subarray(20)];
  header.writeUInt16BE(1, 2);
  return Buffer.concat([header, rest.subarray(rest.readUInt16BE(2))]);
}

/** A switch's datagram of one sampled frame. */
export const sflowDatagram = (sequence: number): Buffer =>
  sflow('203.0.113.5', sequence, udpFrame('198.51.100.1', '203.0.113.1'));

/** Does something again and again, so many milliseconds apart; the answer ends it. */
export function every(milliseconds: number, action: () => unknown): () => void {
  const timer = setInterval(action, milliseconds);
  return () => {
    clearInterval(timer);
  };
}

/** An exporter that sends again and again until it is stopped. */
export class Exporter {
  private readonly socket: Socket = createSocket('udp4');
  private readonly endTimer: () => void;
  private sequence = 0;

  /**
   * @param address of 127.0.0.0/8
   * @param port of the collector
   * @param perSecond packets
   */
  constructor(
    address: string,
    private readonly port: number,
    perSecond: number,
    private readonly make: (sequence: number) => Buffer = packet,
  ) {
    this.socket.bind(0, address);
    this.endTimer = every(1000 / perSecond, () => {
      this.send();
    });
  }

  /** Sends a packet so many times at once. */
  burst(times: number): void {
    const same = this.make(this.sequence++);
    for (let sent = 0; sent < times; sent++) this.send(same);
  }

  stop(): void {
    this.endTimer();
    this.socket.close();
  }

  private send(packet = this.make(this.sequence++)): void {
    this.socket.send(packet, this.port, '127.0.0.1');
  }
}
