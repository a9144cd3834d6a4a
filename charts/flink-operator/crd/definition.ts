/**
 * The CustomResourceDefinition of FlinkCluster (flinkoperator.k8s.io/v1beta1): what the operator v0.3.9 reads
 * and writes, written down here, and what `npm run import` makes the typed construct in `imports/` from.
 */
import { SYNC_WAVE } from '../../argocd/waves';
import { KEPT, syncOptions } from '../../kubernetes/sync-options';
import { object, text } from './schema';
import { spec } from './spec';
import { status } from './status';

export const GROUP = 'flinkoperator.k8s.io';
export const VERSION = 'v1beta1';
export const KIND = 'FlinkCluster';
export const PLURAL = 'flinkclusters';

export const flinkClusterDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {
    name: `${PLURAL}.${GROUP}`,
    annotations: {
      // The group ends in k8s.io, which Kubernetes guards; "unapproved" is what upstream says of itself.
      'api-approved.kubernetes.io': 'unapproved',
      // For headroom: a client-side apply keeps the whole definition once more, in an annotation of 256 KiB.
      // Kept: with the definition, every FlinkCluster of the cluster would go.
      ...syncOptions('ServerSideApply=true', ...KEPT),
      // Before the operator, which ends where there is none.
      [SYNC_WAVE]: '-1',
    },
  },
  spec: {
    group: GROUP,
    names: {
      kind: KIND,
      listKind: `${KIND}List`,
      plural: PLURAL,
      singular: 'flinkcluster',
      shortNames: ['fc'],
    },
    scope: 'Namespaced',
    // One version, and no /convert in the operator: upstream's conversion webhook is never called.
    conversion: { strategy: 'None' },
    versions: [
      {
        name: VERSION,
        served: true,
        storage: true,
        subresources: { status: {} },
        additionalPrinterColumns: [
          { name: 'version', type: 'string', jsonPath: '.spec.flinkVersion' },
          { name: 'status', type: 'string', jsonPath: '.status.state' },
          { name: 'age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
        ],
        schema: {
          openAPIV3Schema: object(
            { apiVersion: text, kind: text, metadata: { type: 'object' }, spec, status },
            ['spec'],
          ),
        },
      },
    ],
  },
} as const;
