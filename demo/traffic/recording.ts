/**
 * What GoFlow2 wrote when it was sent the demo's packets, for machines without Go: one message per line.
 * demo/traffic/record.ts makes the file. Replayed, its times are those of today.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Producer } from 'kafkajs';
import type { Traffic } from './exporter';

export const RECORDING = join(__dirname, 'recording.jsonl');

const MESSAGES_PER_SECOND = 50;
const ROUNDS_PER_SECOND = 5;

/** Writes the messages into the topic again and again, until it is stopped. */
export function startReplay(producer: Producer, topic: string): Traffic {
  const recorded = readRecording();
  let position = 0;
  const timer = setInterval(() => {
    const messages = recorded.slice(position, position + MESSAGES_PER_SECOND / ROUNDS_PER_SECOND);
    position = (position + messages.length) % recorded.length;
    const now = BigInt(Date.now()) * 1_000_000n;
    void producer.send({ topic, messages: messages.map((message) => ({ value: at(message, now) })) });
  }, 1000 / ROUNDS_PER_SECOND);
  return {
    stop: () => {
      clearInterval(timer);
    },
  };
}

/** The messages, as texts. */
export function readRecording(): string[] {
  return readFileSync(RECORDING, 'utf8').trim().split('\n');
}

/**
 * The message as if it were received at another time; the flow's own times move with it.
 * @param nanoseconds since 1970
 */
export function at(message: string, nanoseconds: bigint): string {
  const received = /"time_received_ns":(\d+)/.exec(message)?.[1];
  if (received === undefined) return message;
  const shift = nanoseconds - BigInt(received);
  return message.replace(/("time_\w+_ns":)(\d+)/g, (_, name: string, time: string) => {
    return `${name}${time === '0' ? time : BigInt(time) + shift}`;
  });
}
