/** Values for what no other value says: patches on single objects, as Kustomize has them. */
import { z } from 'zod';

const name = z.string().min(1);
const path = z.string().regex(/^(\/.*)?$/, { error: 'a path such as "/spec/replicas"' });

/** Operations of RFC 6902, each with the members that it needs. */
const operation = z.discriminatedUnion('op', [
  z.strictObject({ op: z.enum(['add', 'replace', 'test']), path, value: z.unknown() }),
  z.strictObject({ op: z.literal('remove'), path }),
  z.strictObject({ op: z.enum(['move', 'copy']), from: path, path }),
]);
/** One operation of a JSON Patch. */
export type Operation = z.infer<typeof operation>;

const PATCH =
  'a map that is merged, or a list of operations: { op: add | replace | test, path, value }, { op: remove, path } or ' +
  '{ op: move | copy, from, path }';

export const patches = z.array(
  z
    .strictObject({
      target: z
        .strictObject({
          kind: name.meta({ description: 'The kind of the objects.', examples: ['Deployment'] }),
          name: name.meta({ description: 'Their name.', examples: ['goflow2'] }),
          namespace: name.exactOptional().describe('Their namespace; absent: any.'),
        })
        .describe('What is patched; an environment without such an object is refused.'),
      patch: z.union([z.array(operation), z.record(z.string(), z.unknown())], { error: PATCH }).meta({
        description:
          'A list is a JSON Patch (RFC 6902), a map a merge patch (RFC 7386), in which null takes away and lists are replaced.',
        examples: [
          [{ op: 'replace', path: '/spec/revisionHistoryLimit', value: 3 }],
          { metadata: { annotations: { 'example.org/team': 'network' } } },
        ],
      }),
    })
    .meta({ title: 'Patch' }),
);
export type Patch = z.infer<typeof patches>[number];
