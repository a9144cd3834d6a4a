/** The names of the extended leaves' numbers, each list by number. A test holds them against the modules' own text. */
import { byNumber } from './enumerations';

/** typedef nat-event-type: IANA's registry of IPFIX element 230, natEvent (RFC 8158). */
export const natEvents = byNumber([
  ...['reserved', 'nat-translation-create', 'nat-translation-delete', 'nat-addresses-exhausted'],
  ...['nat44-session-create', 'nat44-session-delete', 'nat64-session-create', 'nat64-session-delete'],
  ...['nat44-bib-create', 'nat44-bib-delete', 'nat64-bib-create', 'nat64-bib-delete'],
  ...['nat-ports-exhausted', 'quota-exceeded', 'address-binding-create', 'address-binding-delete'],
  ...['port-block-allocation', 'port-block-de-allocation', 'threshold-reached'],
]);

/** typedef firewall-event-type: IPFIX element 233, firewallEvent. */
export const firewallEvents = byNumber(['ignore', 'created', 'deleted', 'denied', 'alert', 'update']);

/** typedef flow-end-reason-type: IPFIX element 136, flowEndReason. */
export const flowEndReasons = byNumber([
  ...['reserved', 'idle-timeout', 'active-timeout', 'end-of-flow', 'forced-end', 'lack-of-resources'],
]);

/** typedef igmp-type of netflow-v9; 0 is what exporters send for other protocols, and says nothing. */
export const igmpTypes: readonly string[] = Object.assign([], {
  0: '',
  17: 'membership-query',
  18: 'membership-report-v1',
  19: 'dvmrp',
  20: 'pim-v1',
  21: 'trace-messages',
  22: 'membership-report-v2',
  23: 'leave-group-v2',
  30: 'mul-traceroute-resp',
  31: 'mul-traceroute',
  34: 'membership-report-v3',
  48: 'mul-router-advert',
  49: 'mul-router-sol',
  50: 'mul-router-term',
});
