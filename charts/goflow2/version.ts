/** Which releases of GoFlow2 run what is rendered. */
import { caFile } from '../kafka/client';
import type { Values } from '../values/schema';

type Version = readonly [major: number, minor: number, patch: number];

interface Floor {
  readonly lowest: Version;
  /** Why no earlier one will do. */
  readonly because: string;
}

/** Earlier ones have no such field, and end at one that they don't know. */
export const MAPPING_FLOOR: Floor = {
  lowest: [2, 2, 0],
  because: 'earlier ones exit, for they do not know layer_stack, which the field mapping names',
};

/** Earlier ones end at a flag that they don't know. */
export const TLS_FLOOR: Floor = {
  lowest: [2, 2, 2],
  because: 'earlier ones exit, for they can not be told certificates (-transport.kafka.tls.ca, .client)',
};

/**
 * What is wrong with the version that the collector's image names; undefined if nothing, or if that can't be
 * told: another repository than one called goflow2 may number its images as it likes, and a tag may be a word.
 */
export function versionTooLow(values: Values): string | undefined {
  const { repository, tag } = values.images.goflow2;
  const [, ...parts] = /^v?(\d+)\.(\d+)\.(\d+)(?!\d)/.exec(tag) ?? [];
  if (parts.length === 0 || repository.split('/').at(-1) !== 'goflow2') return undefined;
  const withFiles = caFile(values) !== undefined || values.kafka.security.clientCertificates;
  const { lowest, because } = withFiles ? TLS_FLOOR : MAPPING_FLOOR;
  return isBelow(parts.map(Number), lowest) ? `v${lowest.join('.')} at least: ${because}` : undefined;
}

function isBelow(version: readonly number[], lowest: Version): boolean {
  const place = lowest.findIndex((part, index) => version[index] !== part);
  return place >= 0 && (version[place] ?? 0) < (lowest[place] ?? 0);
}
