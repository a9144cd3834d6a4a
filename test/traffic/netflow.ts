/** NetFlow v9 and IPFIX packets with a template of our choice: what no exporter at hand can be told to send. */

/** One field of the record: its type, and its value in the bytes that it takes. */
export interface Field {
  /** The field type (RFC 3954 section 8, and Cisco's list beyond it), or the information element of IPFIX. */
  readonly type: number;
  readonly value: Buffer;
}

/** The header's values that reach the collector's output. */
export interface Header {
  /** Milliseconds since the exporter started; the flow's own times count from there. */
  readonly uptime: number;
  /** Seconds since 1970. */
  readonly time: number;
  readonly sequence: number;
  readonly sourceId: number;
}

const TEMPLATE_ID = 256;

/** A NetFlow v9 packet with one template and one record of it (RFC 3954 section 5). */
export function netflowV9({ uptime, time, sequence, sourceId }: Header, fields: readonly Field[]): Buffer {
  const templateAndRecord = 2;
  const header = [uint(9, 2), uint(templateAndRecord, 2), uint(uptime, 4), uint(time, 4), uint(sequence, 4)];
  return Buffer.concat([...header, uint(sourceId, 4), flowSet(0, template(fields)), record(fields)]);
}

/** An IPFIX message with one template and one record of it (RFC 7011 section 3). */
export function ipfix({ time, sequence, sourceId }: Header, fields: readonly Field[]): Buffer {
  const sets = Buffer.concat([flowSet(2, template(fields)), record(fields)]);
  const header = [
    uint(10, 2),
    uint(16 + sets.length, 2),
    uint(time, 4),
    uint(sequence, 4),
    uint(sourceId, 4),
  ];
  return Buffer.concat([...header, sets]);
}

function template(fields: readonly Field[]): Buffer {
  return Buffer.concat([
    uint(TEMPLATE_ID, 2),
    uint(fields.length, 2),
    ...fields.flatMap(({ type, value }) => [uint(type, 2), uint(value.length, 2)]),
  ]);
}

function record(fields: readonly Field[]): Buffer {
  return flowSet(TEMPLATE_ID, Buffer.concat(fields.map(({ value }) => value)));
}

function flowSet(id: number, content: Buffer): Buffer {
  const padding = Buffer.alloc((4 - (content.length % 4)) % 4);
  return Buffer.concat([uint(id, 2), uint(4 + content.length + padding.length, 2), content, padding]);
}

/** An unsigned integer in network byte order. */
export function uint(value: number | bigint, bytes: number): Buffer {
  return Buffer.from(
    BigInt(value)
      .toString(16)
      .padStart(bytes * 2, '0'),
    'hex',
  );
}

/** An IPv4 address. */
export function ipv4(text: string): Buffer {
  return Buffer.from(text.split('.').map(Number));
}

/** A MAC address. */
export function mac(text: string): Buffer {
  return Buffer.from(text.replaceAll(':', ''), 'hex');
}
