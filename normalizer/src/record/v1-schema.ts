import { z } from 'zod';
import * as schema from './schema';

const { address, int31, uint8, uint16, uint20, uint32, uint64 } = schema;

/** The keys that both spellings of v1 have, in the order in which problems are told. */
const common = (kind: schema.Kind) => ({
  Etype: schema.etherType,
  Type: schema.recordType.optional(),
  TimeReceived: uint32,
  SamplerAddress: address.optional(),
  SequenceNum: uint32,
  SamplingRate: schema.samplingWord(kind).optional(),
  TimeFlowStart: uint64,
  TimeFlowEnd: uint64,
  TimeFlowStartMs: uint64.optional(),
  TimeFlowEndMs: uint64.optional(),
  Bytes: uint64,
  Packets: uint64,
  SrcAddr: schema.endpoint(kind),
  DstAddr: schema.endpoint(kind),
  Proto: uint8,
  SrcPort: uint16,
  DstPort: uint16,
  InIf: int31.optional(),
  OutIf: int31.optional(),
  SrcMac: schema.macAddress,
  DstMac: schema.macAddress,
  SrcVlan: schema.vlanId.optional(),
  DstVlan: schema.vlanId.optional(),
  VlanId: uint16.optional(),
  ForwardingStatus: uint8.optional(),
  IcmpType: uint8.optional(),
  IcmpCode: uint8.optional(),
  FragmentId: schema.fragmentId(kind).optional(),
  FragmentOffset: uint16.optional(),
  BiFlowDirection: uint8.optional(),
  NextHop: address.optional(),
  SrcNet: schema.mask(kind).optional(),
  DstNet: schema.mask(kind).optional(),
});

/** The schema of v1.0 and v1.1. */
export const v1OldSchema = schema.schemaByKind('Etype', 'Type', (kind) =>
  z.object({
    ...common(kind),
    IPTos: uint8.optional(),
    IPTTL: uint8.optional(),
    TCPFlags: schema.tcpFlags.optional(),
    IPv6FlowLabel: uint20.optional(),
    SrcAS: uint32.optional(),
    DstAS: uint32.optional(),
    ObservationDomainID: uint32.optional(),
  }),
);

/** The schema of v1.2 and v1.3. */
export const v1NewSchema = schema.schemaByKind('Etype', 'Type', (kind) =>
  z.object({
    ...common(kind),
    IpTos: uint8.optional(),
    IpTtl: uint8.optional(),
    TcpFlags: schema.tcpFlags.optional(),
    Ipv6FlowLabel: uint20.optional(),
    SrcAs: uint32.optional(),
    DstAs: uint32.optional(),
    ObservationDomainId: uint32.optional(),
    FlowDirection: schema.direction.optional(),
    BgpNextHop: schema.addressBytes.optional(),
    HasMpls: z.boolean({ error: 'true or false' }).optional(),
    MplsCount: schema.unsigned(10n).optional(),
    Mpls_1Label: uint20.optional(),
    Mpls_2Label: uint20.optional(),
    Mpls_3Label: uint20.optional(),
    MplsLastLabel: uint20.optional(),
    MplsLabelIp: schema.addressBytes.optional(),
  }),
);
