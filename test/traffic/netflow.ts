/** NetFlow v9 and IPFIX packets with a template of our choice: what no exporter at hand can be told to send. */
import { uint } from './bytes';

/** One field of the record: its type, and its value in the bytes that it takes. */
export interface Field {
  /** The field type (RFC 3954 section 8, and Cisco's list beyond it), or the information element of IPFIX. */
  readonly type: number;
  readonly value: Buffer;
  /** IANA's number of the enterprise whose element it is; in IPFIX only. */
  readonly enterprise?: number;
}

export const field = (type: number, value: Buffer): Field => ({ type, value });

/** The same fact of the flow's other direction (RFC 5103). */
export const reverse = (type: number, value: Buffer): Field => ({ type, value, enterprise: 29_305 });

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
const OPTIONS_TEMPLATE_ID = 257;

/** What options are about: the whole exporter (RFC 3954 section 6.1; in IPFIX its process, element 144). */
const SCOPE = { v9: field(1, uint(1, 4)), ipfix: field(144, uint(1, 4)) };

/**
 * A NetFlow v9 packet with one template and one record of it (RFC 3954 section 5).
 * @param options what the exporter tells of itself, in an options template and a record of that
 */
export function netflowV9(
  { uptime, time, sequence, sourceId }: Header,
  fields: readonly Field[],
  options: readonly Field[] = [],
): Buffer {
  const flowSets = [
    ...optionSets(1, optionsTemplateV9, [SCOPE.v9], options),
    ...[flowSet(0, template(fields)), record(TEMPLATE_ID, fields)],
  ];
  const header = [uint(9, 2), uint(flowSets.length, 2), uint(uptime, 4), uint(time, 4), uint(sequence, 4)];
  return Buffer.concat([...header, uint(sourceId, 4), ...flowSets]);
}

/** An IPFIX message with one template and one record of it (RFC 7011 section 3). */
export function ipfix(
  { time, sequence, sourceId }: Header,
  fields: readonly Field[],
  options: readonly Field[] = [],
): Buffer {
  const sets = Buffer.concat([
    ...optionSets(3, optionsTemplate, [SCOPE.ipfix], options),
    ...[flowSet(2, template(fields)), record(TEMPLATE_ID, fields)],
  ]);
  const length = 16 + sets.length;
  return Buffer.concat([
    ...[uint(10, 2), uint(length, 2), uint(time, 4), uint(sequence, 4), uint(sourceId, 4)],
    sets,
  ]);
}

/** An options template and a record of it, if there are options. @param setId that of such templates */
function optionSets(
  setId: number,
  templateOf: (options: readonly Field[]) => Buffer,
  scope: readonly Field[],
  options: readonly Field[],
): Buffer[] {
  return options.length === 0
    ? []
    : [flowSet(setId, templateOf(options)), record(OPTIONS_TEMPLATE_ID, [...scope, ...options])];
}

const template = (fields: readonly Field[]) =>
  Buffer.concat([uint(TEMPLATE_ID, 2), uint(fields.length, 2), ...fields.map(specifier)]);

/** It says how many bytes the specifiers of the scope and of the options take. */
const optionsTemplateV9 = (options: readonly Field[]) =>
  Buffer.concat([
    ...[uint(OPTIONS_TEMPLATE_ID, 2), uint(4, 2), uint(4 * options.length, 2)],
    ...[SCOPE.v9, ...options].map(specifier),
  ]);

/** It says how many fields there are, and how many of them are the scope. */
const optionsTemplate = (options: readonly Field[]) =>
  Buffer.concat([
    ...[uint(OPTIONS_TEMPLATE_ID, 2), uint(1 + options.length, 2), uint(1, 2)],
    ...[SCOPE.ipfix, ...options].map(specifier),
  ]);

/** An element of an enterprise has the highest bit set, and the enterprise behind it (RFC 7011 section 3.2). */
function specifier({ type, value, enterprise }: Field): Buffer {
  const length = uint(value.length, 2);
  return enterprise === undefined
    ? Buffer.concat([uint(type, 2), length])
    : Buffer.concat([uint(0x8000 + type, 2), length, uint(enterprise, 4)]);
}

const record = (templateId: number, fields: readonly Field[]) =>
  flowSet(templateId, Buffer.concat(fields.map(({ value }) => value)));

function flowSet(id: number, content: Buffer): Buffer {
  const padding = Buffer.alloc((4 - (content.length % 4)) % 4);
  return Buffer.concat([uint(id, 2), uint(4 + content.length + padding.length, 2), content, padding]);
}
