/**
 * The text of an address that is told as its bytes: 4 of IPv4, 16 of IPv6, none for `''`. An IPv6 one is
 * written as RFC 5952 has it. Undefined if there are other numbers of them.
 */
export function addressOfBytes(bytes: readonly number[]): string | undefined {
  switch (bytes.length) {
    case 0:
      return '';
    case 4:
      return bytes.join('.');
    case 16:
      return ipv6(bytes);
    default:
      return undefined;
  }
}

function ipv6(bytes: readonly number[]): string {
  const groups = Array.from(
    { length: 8 },
    (_, index) => (bytes[2 * index] ?? 0) * 256 + (bytes[2 * index + 1] ?? 0),
  );
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return `::ffff:${bytes.slice(12).join('.')}`;
  }
  const [start, length] = longestZeros(groups);
  const text = (part: number[]) => part.map((group) => group.toString(16)).join(':');
  // A single group of zeros is not shortened (RFC 5952 section 4.2.2).
  return length < 2 ? text(groups) : `${text(groups.slice(0, start))}::${text(groups.slice(start + length))}`;
}

/** Where the longest run of zero groups begins (the first of equals), and its length. */
function longestZeros(groups: readonly number[]): [start: number, length: number] {
  let longest: [number, number] = [0, 0];
  let length = 0;
  for (const [index, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > longest[1]) {
      longest = [index - length + 1, length];
    }
  }
  return longest;
}
