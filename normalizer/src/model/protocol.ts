/**
 * The names of IP protocols in the module (typedef protocol-type), by number: IANA's keywords of the
 * registry "Assigned Internet Protocol Numbers" in lower case, but for the two that the module has always
 * called otherwise (58 `icmp-ipv6`, 143 `eth`). Ten to a line.
 */
const assigned = [
  'hopopt icmp igmp ggp ipv4 st tcp cbt egp igp',
  'bbn-rcc-mon nvp-ii pup argus emcon xnet chaos udp mux dcn-meas',
  'hmp prm xns-idp trunk-1 trunk-2 leaf-1 leaf-2 rdp irtp iso-tp4',
  'netblt mfe-nsp merit-inp dccp 3pc idpr xtp ddp idpr-cmtp tp++',
  'il ipv6 sdrp ipv6-route ipv6-frag idrp rsvp gre dsr bna',
  'esp ah i-nlsp swipe narp min-ipv4 tlsp skip icmp-ipv6 ipv6-nonxt',
  'ipv6-opts any-host-internal-protocol cftp any-local-network sat-expak kryptolan rvd ippc any-distributed-file-system sat-mon',
  'visa ipcv cpnx cphb wsn pvp br-sat-mon sun-nd wb-mon wb-expak',
  'iso-ip vmtp secure-vmtp vines iptm nsfnet-igp dgp tcf eigrp ospfigp',
  'sprite-rpc larp mtp ax.25 ipip micp scc-sp etherip encap any-private-encryption-scheme',
  'gmtp ifmp pnni pim aris scps qnx a/n ipcomp snp',
  'compaq-peer ipx-in-ip vrrp pgm any-0-hop-protocol l2tp ddx iatp stp srp',
  'uti smp sm ptp isis-over-ipv4 fire crtp crudp sscopmce iplt',
  'sps pipe sctp fc rsvp-e2e-ignore mobility-header udplite mpls-in-ip manet hip',
  'shim6 wesp rohc eth aggfrag nsh homa bit-emu',
].flatMap((line) => line.split(' '));

const others = new Map([
  [253, 'experimentation-253'],
  [254, 'experimentation-254'],
  [255, 'reserved'],
]);

/** Every number from 0 to 255 has a name, since the leaf is mandatory: unassigned ones too. */
export const protocolNames: readonly string[] = Array.from(
  { length: 256 },
  (_, number) => assigned[number] ?? others.get(number) ?? `unassigned-${number}`,
);
