/** The ways in which GoFlow2 writes a flow as JSON, told apart by their keys. */
import type { Spelling } from '../fields/leaf';

export interface Dialect {
  readonly name: string;
  /** Keys that only its messages have, all of one of these lists. */
  readonly marks: readonly (readonly string[])[];
  /** The spelling of its keys in the declaration of the fields. */
  readonly spelling: Spelling;
  /** What the dialect makes of them, if it is something else. */
  readonly respell?: (key: string) => string;
}

/** `Mpls_1Label` becomes `mpls_1_label`, as the names are in GoFlow2's protobuf definition. */
const snakeCase = (key: string) =>
  key
    .replace(/(\d)(?=[A-Z])/g, '$1_')
    .replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`)
    .toLowerCase();

/** All dialects, in the order in which a message is held against them. */
export const dialects: readonly Dialect[] = [
  // The fork of the semantic-data-aggregator, which prints every field of NetFlow v9.
  {
    name: 'custom',
    spelling: 'custom',
    marks: [['BytesIn'], ['SrcMacIn'], ['MPLS1Label']],
  },
  {
    name: 'v2',
    spelling: 'v2',
    marks: [['time_received_ns'], ['time_flow_start_ns']],
  },
  // Acronyms as words: v1.2 and v1.3.
  {
    name: 'v1.2',
    spelling: 'v1.2',
    marks: [['TcpFlags'], ['SrcAs'], ['IpTos']],
  },
  // Acronyms in capitals: v1.0 and v1.1.
  {
    name: 'v1.0',
    spelling: 'v1.0',
    marks: [['TCPFlags'], ['SrcAS'], ['IPTos']],
  },
  // v1.2 and v1.3 with -format.tag=json.
  {
    name: 'v1.2-json',
    spelling: 'v1.2',
    respell: snakeCase,
    marks: [['time_received', 'etype']],
  },
];
