import type { Generator } from './flow';

/** A message, one damage done to it, and what came of it. */
export interface Damaged {
  readonly original: string;
  readonly text: string;
  readonly damage: {
    readonly what: string;
    /** The keys that may be named as the culprit. */
    readonly blamed: readonly string[];
    /** How many leaves may change if the message is accepted nevertheless. */
    readonly leaves: number;
  };
}

const values = [
  ...[
    'null',
    'true',
    '""',
    '"x"',
    '"17"',
    '" 17"',
    '"007"',
    '[]',
    '[1]',
    '[null]',
    '{}',
    '-1',
    '-0',
    '0',
    '1',
    '2',
  ],
  ...[
    '3',
    '7',
    '8',
    '10',
    '11',
    '17',
    '32',
    '33',
    '64',
    '128',
    '129',
    '255',
    '256',
    '4095',
    '4096',
    '65535',
    '65536',
  ],
  ...['1048575', '1048576', '16777215', '16777216', '2147483647', '2147483648', '4294967295', '4294967296'],
  ...[
    '9007199254740991',
    '9007199254740992',
    '9007199254740993',
    '18446744073709551615',
    '18446744073709551616',
  ],
  ...['"18446744073709551615"', '1.5', '1.0', '1e3', '1e400', '1760000000000000000.5', '4294967295999999999'],
  ...['"10.0.0.1"', '"10.0.0.256"', '"2001:db8::1"', '"::ffff:10.0.0.1"', '"fe80::1%eth0"', '"10.0.0.0/8"'],
  ...['"10.0.0.0/33"', '"2001:db8::/32"', '"invalid Prefix"', '"00:00:5e:00:53:01"', '"00-00-5e-00-53-01"'],
  ...[
    '2048',
    '34525',
    '2054',
    '"IPv4"',
    '"IPv6"',
    '"ARP"',
    '"TCP"',
    '"unassigned"',
    '"SFLOW_5"',
    '"NETFLOW_V5"',
  ],
  ...['[10,0,0,1]', '[1,2,3]', '[16001]', '["10.0.0.1"]', '["10.0.0.1","10.0.0.2"]'],
];

// These decide how other keys are read, so that others may be blamed for a change of theirs.
const deciding = /^(Type|type|Etype|etype|SrcNet|DstNet|src_net|dst_net|HasMpls)$/;

/** Damages a flat JSON object in one of the ways that streams, exporters and mappings do. */
export function corruptions(original: string, random: Generator): Damaged {
  const members = [...original.matchAll(/"(\w+)":("[^"]*"|\[[^\]]*\]|[^,}]+)/g)];
  const member = random.pick(members);
  const [whole, key = '', value = ''] = member;
  const replaced = (by: string) =>
    original.slice(0, member.index) + by + original.slice(member.index + whole.length);
  const blamed = deciding.test(key) ? members.map(([, name = '']) => name) : [key, ...relatives(key)];
  // A type decides what its header's words and its absent leaves mean; any other key fills few leaves.
  const leaves = deciding.test(key) ? Infinity : 3;
  switch (random.integer(0, 9)) {
    case 0: {
      const text = original.slice(0, random.integer(0, original.length - 1));
      return { original, text, damage: { what: 'cut', blamed: [], leaves: 0 } };
    }
    case 1: {
      const text = replaced('').replace(/,,|\{,|,\}/, (found) =>
        found.replace(found === ',,' ? /^,/ : ',', ''),
      );
      return { original, text, damage: { what: `without ${key}`, blamed, leaves } };
    }
    case 2: {
      const text = replaced(
        `"${key}":${value.startsWith('"') || value.startsWith('[') ? value : `"${value}"`}`,
      );
      return { original, text, damage: { what: `${key} quoted`, blamed: [], leaves: 0 } };
    }
    default: {
      const by = random.pick(values);
      return {
        original,
        text: replaced(`"${key}":${by}`),
        damage: { what: `${key}: ${by}`, blamed, leaves },
      };
    }
  }
}

// They are held against the time at which the collector received the packet.
const TIMES = ['TimeFlowStart', 'TimeFlowEnd', 'TimeFlowStartMs', 'TimeFlowEndMs'].flatMap((key) => [
  key,
  `${key.replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase()}_ns`,
]);

/** A key that is missed when another one is damaged: the stock field for a mapped one, a mask for a prefix. */
const relatives = (key: string): string[] => {
  const stock: Record<string, string> = { src_mac_in: 'src_mac', dst_mac_in: 'dst_mac', bytes_in: 'bytes' };
  const masks: Record<string, string> = { SrcPrefix: 'SrcNet', DstPrefix: 'DstNet' };
  const times = key.startsWith('TimeReceived') || key.startsWith('time_received') ? TIMES : [];
  return [stock[key], masks[key], ...times].filter((name) => name !== undefined);
};
