/** Writes a flat object as Go's encoder does: in order, without spaces, integers of any size in full. */
export const json = (members: Readonly<Record<string, unknown>>): string =>
  `{${Object.entries(members)
    .map(([key, value]) => `"${key}":${typeof value === 'bigint' ? value : JSON.stringify(value)}`)
    .join(',')}}`;
