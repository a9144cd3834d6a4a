/** Values as they are on the wire: in network byte order. */

/** An unsigned integer of so many bytes. */
export function uint(value: number | bigint, bytes: number): Buffer {
  return Buffer.from(
    BigInt(value)
      .toString(16)
      .padStart(bytes * 2, '0'),
    'hex',
  );
}

/** Unsigned integers of four bytes each. */
export function words(...values: readonly number[]): Buffer {
  return Buffer.concat(values.map((value) => uint(value, 4)));
}

/** An IPv4 address. */
export function ipv4(text: string): Buffer {
  return Buffer.from(text.split('.').map(Number));
}

/** An IPv6 address: `::` at most once, no IPv4 tail. */
export function ipv6(text: string): Buffer {
  const [head = '', tail] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const front = groups(head);
  const back = groups(tail ?? '');
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => '0');
  return Buffer.from([...front, ...zeros, ...back].map((group) => group.padStart(4, '0')).join(''), 'hex');
}

/** A MAC address. */
export function mac(text: string): Buffer {
  return Buffer.from(text.replaceAll(':', ''), 'hex');
}
