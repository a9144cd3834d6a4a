import { createHash } from 'node:crypto';

/**
 * A pod template annotation that changes with the ConfigMap's content: pods read their files at start, so
 * without it a new configuration would wait in the ConfigMap for some other reason to restart.
 */
export function checksumAnnotation(data: Readonly<Record<string, string>>): Record<string, string> {
  const digest = createHash('sha256').update(JSON.stringify(data)).digest('hex');
  return { 'checksum/config': digest.slice(0, 16) };
}

/** Metadata with the annotations, if there are any. */
export function annotated(annotations: Readonly<Record<string, string>>): {
  annotations?: Record<string, string>;
} {
  return Object.keys(annotations).length === 0 ? {} : { annotations: { ...annotations } };
}
