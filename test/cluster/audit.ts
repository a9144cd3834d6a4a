/** What the API server's audit log says has happened: who changed what, and when. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from './machine/machine';

/** A write that the API server has accepted. */
export interface Write {
  readonly verb: string;
  readonly user: string;
  /** `resource.group`, without the group for the core's. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly at: Date;
}

interface Event {
  readonly verb: string;
  readonly stage: string;
  readonly requestReceivedTimestamp: string;
  readonly requestURI: string;
  readonly user: { readonly username: string };
  readonly userAgent?: string;
  readonly objectRef?: {
    readonly resource: string;
    readonly subresource?: string;
    readonly apiGroup?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
  readonly responseStatus?: { readonly code: number };
}

/** Argo CD's writes to objects, but for those to its own Applications' status; in their order. */
export function writesOfArgoCd(machine: Machine, since = new Date(0)): Write[] {
  return events(machine)
    .filter(({ userAgent = '' }) => userAgent.startsWith('argocd-application-controller'))
    .filter(({ requestURI }) => !requestURI.includes('dryRun=All'))
    .filter(({ objectRef, responseStatus }) => !objectRef?.subresource && (responseStatus?.code ?? 500) < 300)
    .map(({ verb, user, objectRef, requestReceivedTimestamp }) => ({
      verb,
      user: user.username,
      resource: [objectRef?.resource, objectRef?.apiGroup].filter(Boolean).join('.'),
      namespace: objectRef?.namespace ?? '',
      name: objectRef?.name ?? '',
      at: new Date(requestReceivedTimestamp),
    }))
    .filter(({ at }) => at >= since);
}

/** Requests that were refused for want of a right, by whoever asked. */
export function forbidden(machine: Machine): string[] {
  return events(machine)
    .filter(({ responseStatus }) => responseStatus?.code === 403)
    .map(({ user, verb, requestURI }) => `${user.username} may not ${verb} ${requestURI}`);
}

function events({ folder }: Machine): Event[] {
  return readFileSync(join(folder, 'audit.log'), 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as Event);
}
