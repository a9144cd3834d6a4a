/** Stock GoFlow2 v1.0 and v1.1: acronyms in capitals (`SrcAS`, `TCPFlags`), no MPLS, no BGP next hop. */
import type { Dialect } from './dialect';
import type { Message } from './json';
import { decodeV1 } from './v1';
import { v1OldSchema } from './v1-schema';

export const v1Old: Dialect = {
  name: 'v1.0',
  recognises: (message) =>
    message.TCPFlags !== undefined || message.SrcAS !== undefined || message.IPTos !== undefined,
  decode: (message: Message) =>
    decodeV1(message, {
      tos: message.IPTos,
      ttl: message.IPTTL,
      tcpFlags: message.TCPFlags,
      flowLabel: message.IPv6FlowLabel,
      srcAs: message.SrcAS,
      dstAs: message.DstAS,
      observationDomain: message.ObservationDomainID,
      direction: undefined,
      bgpNextHop: undefined,
      labels: [],
      topLabelAddress: undefined,
    }),
  schemaOf: v1OldSchema,
};
