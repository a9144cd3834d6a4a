/**
 * The major version of Kafka that an image's tag names, such as 3 for `3.9.2`; nothing, if the tag names none.
 * @param tag such as `3.9.2`, `v4.0.0` or `3.9.2-debian-12`
 */
export function majorVersion(tag: string): number | undefined {
  const digits = /^v?(\d+)\.\d/.exec(tag)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
