/** Names of well-known ports (IANA's registry of service names), as far as people look for them. */
const NAMES: Readonly<Record<number, string>> = {
  22: 'ssh',
  25: 'smtp',
  53: 'domain',
  80: 'http',
  123: 'ntp',
  161: 'snmp',
  179: 'bgp',
  389: 'ldap',
  443: 'https',
  445: 'microsoft-ds',
  500: 'isakmp',
  514: 'syslog',
  587: 'submission',
  636: 'ldaps',
  853: 'domain-s',
  993: 'imaps',
  3306: 'mysql',
  3389: 'ms-wbt-server',
  4500: 'ipsec-nat-t',
  5060: 'sip',
  5432: 'postgresql',
  8080: 'http-alt',
};

/** The application that two ports stand for: that of the known one, else of the lower; undefined without ports. */
export function application(protocol: string, ports: readonly (number | undefined)[]): string | undefined {
  const numbers = ports.filter((port) => port !== undefined && port > 0) as number[];
  if (numbers.length === 0) return undefined;
  const port = numbers.find((number) => number in NAMES) ?? Math.min(...numbers);
  const name = NAMES[port];
  return `${port}/${protocol}${name === undefined ? '' : ` ${name}`}`;
}
