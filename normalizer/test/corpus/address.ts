/** The bytes of an address, and back: without the short forms of IPv6, which nothing here needs. */
export function bytesOf(address: string): number[] {
  if (address === '') {
    return [];
  }
  if (!address.includes(':')) {
    return address.split('.').map(Number);
  }
  const [head = '', tail] = address.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16)));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = new Array<number>(8 - before.length - after.length).fill(0);
  return [...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 0xff]);
}

/** The network of an address, as GoFlow2 v2 prints it. */
export function networkOf(address: string, length: number): string {
  const bytes = bytesOf(address).map((byte, index) => {
    const bits = Math.min(Math.max(length - 8 * index, 0), 8);
    return byte & (0xff << (8 - bits)) & 0xff;
  });
  if (bytes.length === 4) {
    return `${bytes.join('.')}/${length}`;
  }
  const groups = Array.from(
    { length: 8 },
    (_, index) => (bytes[2 * index] ?? 0) * 256 + (bytes[2 * index + 1] ?? 0),
  );
  return `${groups.map((group) => group.toString(16)).join(':')}/${length}`;
}
