/**
 * Stock GoFlow2 v1.2 and v1.3: acronyms as words (`SrcAs`, `TcpFlags`), some addresses as arrays of
 * bytes, MPLS labels.
 */
import { addressOfBytes } from './address-bytes';
import type { Dialect } from './dialect';
import type { Message } from './json';
import * as read from './read';
import { decodeV1 } from './v1';
import { v1NewSchema } from './v1-schema';

// Bound once: without a bundler an imported name is looked up at each use.
const { optionalBoolean, optionalLabel, optionalUint } = read;

export const v1New: Dialect = {
  name: 'v1.2',
  recognises: (message) =>
    message.TcpFlags !== undefined || message.SrcAs !== undefined || message.IpTos !== undefined,
  decode: (message: Message) => {
    const hasMpls = optionalBoolean(message.HasMpls) === true;
    return decodeV1(message, {
      tos: message.IpTos,
      ttl: message.IpTtl,
      tcpFlags: message.TcpFlags,
      flowLabel: message.Ipv6FlowLabel,
      srcAs: message.SrcAs,
      dstAs: message.DstAs,
      observationDomain: message.ObservationDomainId,
      direction: message.FlowDirection,
      bgpNextHop: addressOfBytes(message.BgpNextHop),
      labels: labels(message, hasMpls),
      topLabelAddress: told(addressOfBytes(message.MplsLabelIp), '', hasMpls),
    });
  },
  schemaOf: v1NewSchema,
};

// Of a packet without a label stack these keys say nothing; 0 is a label of its own (explicit null).
const told = <T>(value: T | undefined, absent: T, hasMpls: boolean) =>
  value === absent && !hasMpls ? undefined : value;

/** The first three labels, and the last in its place; those between are not told. */
function labels(message: Message, hasMpls: boolean): (number | undefined)[] {
  const stack = [message.Mpls_1Label, message.Mpls_2Label, message.Mpls_3Label].map((label) =>
    told(optionalLabel(label), 0, hasMpls),
  );
  const depth = optionalUint(message.MplsCount, 10) ?? 0;
  const last = optionalLabel(message.MplsLastLabel);
  if (depth > stack.length) {
    stack[depth - 1] = last;
  }
  return stack;
}
