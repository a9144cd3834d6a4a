/**
 * The same values as in `read.ts`, as zod schemas: they say what is wrong with a message that a decoder
 * refused. Each schema's message is what is allowed there.
 */
import { z } from 'zod';
import { ETHERTYPE_IPV4, ETHERTYPE_IPV6, recordTypes, type RecordType } from './flow-record';
import type { Message } from './json';
import { familyOf } from './read';

/** What decides how some keys of a message are to be read. */
export interface Kind {
  readonly ipVersion: 4 | 6;
  readonly type: RecordType | undefined;
}

/**
 * Finds a message's schema by its kind, as the two keys tell it; each kind's schema is made once. If the
 * keys tell no kind, the schema is that of IPv4 and of no type, which refuses the key that is wrong.
 */
export function schemaByKind(etherTypeKey: string, typeKey: string, make: (kind: Kind) => z.ZodType) {
  const made = new Map<string, z.ZodType>();
  return (message: Message): z.ZodType => {
    const ipVersion = isIpv6(message[etherTypeKey]) ? 6 : 4;
    const type = recordTypes.find((name) => name === message[typeKey]);
    const kind = `${ipVersion} ${type ?? ''}`;
    const schema = made.get(kind) ?? make({ ipVersion, type });
    made.set(kind, schema);
    return schema;
  };
}

// Not with Number() alone: that calls methods of whatever else may stand there.
const isIpv6 = (etherType: unknown) =>
  etherType === 'IPv6' || etherType === ETHERTYPE_IPV6 || etherType === String(ETHERTYPE_IPV6);

const text = (allowed: string, test: (value: string) => boolean) =>
  z.string({ error: allowed }).refine(test, { error: allowed });

/** A value that fits one of the schemas; whichever it misses, the message is what is allowed. */
export const either = <T extends z.ZodType>(allowed: string, ...schemas: readonly T[]) =>
  z.custom<z.output<T>>((value) => schemas.some((schema) => schema.safeParse(value).success), {
    error: allowed,
  });

const digits = /^(0|[1-9][0-9]{0,19})$/;

/** An integer from 0 to `max`, bare or quoted. */
export const unsigned = (max: bigint) =>
  either<z.ZodType<number | string>>(
    `0 to ${max}`,
    z.int().min(0).max(Number(max)),
    // One test, not two: zod goes on to the second when the first has failed, and BigInt throws.
    z.string().refine((text) => digits.test(text) && BigInt(text) <= max),
  );

const bits = (count: bigint) => unsigned(2n ** count - 1n);

export const uint8 = bits(8n);
export const uint16 = bits(16n);
export const uint20 = bits(20n);
export const uint24 = bits(24n);
export const int31 = bits(31n);
export const uint32 = bits(32n);
export const uint64 = bits(64n);
export const vlanId = bits(12n);
export const tcpFlags = bits(12n);
export const direction = bits(1n);
export const ipv4Mask = unsigned(32n);

export const mask = ({ ipVersion }: Kind) => (ipVersion === 4 ? ipv4Mask : unsigned(128n));

/** The identification that fragments share: 16 bits in an IPv4 header, 32 in IPv6's fragment header. */
export const fragmentId = ({ ipVersion }: Kind) => (ipVersion === 4 ? uint16 : uint32);

export const isIp = (etherType: number) => [ETHERTYPE_IPV4, ETHERTYPE_IPV6].includes(etherType);

/** An ether type as a number, of which only those of IP pass. */
export const etherType = uint32.refine((value) => isIp(Number(value)), {
  error: `${ETHERTYPE_IPV4} (IPv4) or ${ETHERTYPE_IPV6} (IPv6)`,
  params: { reason: 'not-ip' },
});

export const recordType = z.enum(recordTypes, { error: `one of ${recordTypes.join(', ')}` });

export const macAddress = text('a MAC address with colons', (value) =>
  /^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$/.test(value),
);

/** An address of either family, or nothing. */
export const address = text('an IP address or ""', (value) => value === '' || familyOf(value) !== 0);

const ipv4Endpoint = text('an IPv4 address or ""', (value) => value === '' || familyOf(value) === 4);

/** An endpoint of a flow; Go prints an IPv4-mapped IPv6 address as the IPv4 one. */
export const endpoint = ({ ipVersion }: Kind) => (ipVersion === 4 ? ipv4Endpoint : address);

/** An address as its bytes: 4, 16 or none. */
export const addressBytes = z
  .array(uint8, { error: 'a list of 0, 4 or 16 bytes' })
  .refine((bytes) => [0, 4, 16].includes(bytes.length), { error: 'a list of 0, 4 or 16 bytes' });

/** An IPv4 address, with a length or without, or nothing. */
export const prefix = text('an IPv4 address or prefix or ""', (value) => {
  const [network = '', length = '0', ...more] = value.split('/');
  return value === '' || (familyOf(network) === 4 && ipv4Mask.safeParse(length).success && more.length === 0);
});

/** A prefix without a length takes it from another key, which then must be there and fit IPv4. */
export const prefixNeedsMask =
  (prefixKey: string, maskKey: string, lengthOf = (mask: unknown) => mask) =>
  (message: Message, context: z.RefinementCtx) => {
    const network = message[prefixKey];
    const bare = typeof network === 'string' && familyOf(network) === 4;
    if (bare && !ipv4Mask.safeParse(lengthOf(message[maskKey])).success) {
      context.addIssue({ code: 'custom', path: [maskKey], message: `0 to 32, the length of ${prefixKey}` });
    }
  };

/** The sampling word (see `by-type.ts`): in NetFlow v5 it has 16 bits, of which mode 3 means nothing. */
export const samplingWord = ({ type }: Kind) =>
  type === 'NETFLOW_V5' ? unsigned(3n * 2n ** 14n - 1n) : uint32;
