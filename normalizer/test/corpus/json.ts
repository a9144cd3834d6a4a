/**
 * Writes a flat object as Go's encoder does: in order, without spaces, integers of any size in full. Members
 * that are undefined are left out.
 */
export const json = (members: Readonly<Record<string, unknown>>): string =>
  `{${Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `"${key}":${token(value)}`)
    .join(',')}}`;

function token(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(token).join(',')}]`;
  }
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}
