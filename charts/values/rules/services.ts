/** What the API server takes of a Service by its type (https://kubernetes.io/docs/concepts/services-networking/service/). */
import { collectorsOf } from '../collectors';
import type { ServiceValues } from '../service';
import type { Values } from '../schema';
import type { Objection, Rule } from './rule';

/** A Service that those outside the cluster may use, and where the values speak of it. */
interface OuterService {
  readonly section: readonly string[];
  /** Where a field of it is said. @default in its section */
  readonly placeOf?: (field: string) => readonly string[];
  readonly type: string;
  readonly service: ServiceValues;
}

function outerServices({ goflow2, kafka: { externalListener }, registry }: Values): OuterService[] {
  const of = ({ serviceType: type, service }: { serviceType: string; service: ServiceValues }) => ({
    type,
    service,
  });
  return [
    ...collectorsOf(goflow2).map(({ path, placeOf, values }) => ({
      section: path,
      placeOf: (field: string) => placeOf('service', field),
      ...of(values),
    })),
    { section: ['registry'], ...of(registry) },
    ...(externalListener === undefined
      ? []
      : [{ section: ['kafka', 'externalListener'], ...of(externalListener) }]),
  ];
}

/** The fields that need a type. */
const TYPES: Readonly<Partial<Record<keyof ServiceValues, readonly string[]>>> = {
  externalTrafficPolicy: ['NodePort', 'LoadBalancer'],
  loadBalancerClass: ['LoadBalancer'],
  loadBalancerSourceRanges: ['LoadBalancer'],
};

export const serviceRules: readonly Rule[] = [
  {
    reads: ['goflow2', 'kafka', 'registry'],
    check: (values) =>
      outerServices(values).flatMap(({ section, type, service, placeOf }) =>
        Object.entries(TYPES)
          .filter(([field, types]) => field in service && !types.includes(type))
          .map(([field, types]) => ({
            path: placeOf?.(field) ?? [...section, 'service', field],
            allowed: `nothing, or ${[...section, 'serviceType'].join('.')}: ${types.join(' | ')}`,
          })),
      ),
  },
  {
    reads: ['goflow2'],
    check: ({ goflow2 }): Objection[] =>
      collectorsOf(goflow2)
        .filter(({ values }) => values.service.externalTrafficPolicy === 'Cluster')
        .map(({ placeOf }) => ({
          path: placeOf('service', 'externalTrafficPolicy'),
          allowed:
            'Local, or else packets that another node hands on come from its address, and sampler-address is wrong',
          severity: 'warning',
        })),
  },
];
