/**
 * The names that GoFlow2 v2 prints for protocols, from 0 on: IANA's keywords, or for want of one a
 * description. They contain spaces, hence the separator.
 */
const names = [
  'HOPOPT|ICMP|IGMP|GGP|IPv4|ST|TCP|CBT|EGP|IGP|BBN-RCC-MON|NVP-II|PUP|ARGUS|EMCON|XNET|CHAOS|UDP|MUX',
  'DCN-MEAS|HMP|PRM|XNS-IDP|TRUNK-1|TRUNK-2|LEAF-1|LEAF-2|RDP|IRTP|ISO-TP4|NETBLT|MFE-NSP|MERIT-INP',
  'DCCP|3PC|IDPR|XTP|DDP|IDPR-CMTP|TP++|IL|IPv6|SDRP|IPv6-Route|IPv6-Frag|IDRP|RSVP|GRE|DSR|BNA|ESP',
  'AH|I-NLSP|SWIPE|NARP|Min-IPv4|TLSP|SKIP|IPv6-ICMP|IPv6-NoNxt|IPv6-Opts|any-host-internal-protocol',
  'CFTP|any-local-network|SAT-EXPAK|KRYPTOLAN|RVD|IPPC|any-distributed-file-system|SAT-MON|VISA|IPCV',
  'CPNX|CPHB|WSN|PVP|BR-SAT-MON|SUN-ND|WB-MON|WB-EXPAK|ISO-IP|VMTP|SECURE-VMTP|VINES|IPTM|NSFNET-IGP',
  'DGP|TCF|EIGRP|OSPFIGP|Sprite-RPC|LARP|MTP|AX.25|IPIP|MICP|SCC-SP|ETHERIP|ENCAP',
  'any-private-encryption-scheme|GMTP|IFMP|PNNI|PIM|ARIS|SCPS|QNX|A/N|IPComp|SNP|Compaq-Peer|IPX-in-IP',
  'VRRP|PGM|any-0-hop-protocol|L2TP|DDX|IATP|STP|SRP|UTI|SMP|SM|PTP|ISIS over IPv4|FIRE|CRTP|CRUDP',
  'SSCOPMCE|IPLT|SPS|PIPE|SCTP|FC|RSVP-E2E-IGNORE|Mobility Header|UDPLite|MPLS-in-IP|manet|HIP|Shim6',
  'WESP|ROHC|Ethernet|AGGFRAG|NSH',
].flatMap((line) => line.split('|'));

/**
 * The numbers of those names, and of the one that v2.0 and v2.1 spell otherwise. `unassigned` and
 * `experimental` are not among them: they stand for many numbers, and which one is lost.
 */
export const protocolNumbers: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  ...names.map((name, number) => [name, number] as const),
  ['ICMPv6', 58],
  ['reserved', 255],
]);
