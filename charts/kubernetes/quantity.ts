/** Kubernetes quantities: their amounts, and the one way in which Kubernetes itself writes an amount. */

const QUANTITY = /^(\d+)(?:\.(\d*))?([KMGTPE]i|[numkMGTPE])?$/;
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];

/** The finest amount that Kubernetes keeps. */
const NANO = 1_000_000_000n;

interface Amount {
  readonly nanos: bigint;
  readonly binary: boolean;
}

/**
 * The way in which the operator's webhook would write the quantity: `2048Mi` as `2Gi`, `0.5` as `500m`.
 * Nothing for what isn't one of the common forms, such as `1e3`.
 */
export function canonical(quantity: string | number): string | undefined {
  const amount = read(quantity);
  if (amount === undefined) return undefined;
  const { nanos, binary } = amount;
  if (nanos === 0n) return '0';
  // A binary amount below 1 KiB, or with a fraction of a byte, has no binary form.
  if (binary && nanos % NANO === 0n && nanos >= 1024n * NANO) return largestUnit(nanos / NANO, 1024n, BINARY);
  return largestUnit(nanos, 1000n, DECIMAL);
}

/** How much it is: cores, or bytes. Nothing for what isn't a quantity. */
export function amountOf(quantity: string | number | undefined): number | undefined {
  const amount = quantity === undefined ? undefined : read(quantity);
  return amount === undefined ? undefined : Number(amount.nanos) / Number(NANO);
}

function read(quantity: string | number): Amount | undefined {
  const match = QUANTITY.exec(String(quantity));
  if (match === null) return undefined;
  const [, whole = '0', fraction = '', suffix = ''] = match;
  const digits = BigInt(whole + fraction);
  const binary = suffix.endsWith('i');
  const unit = binary
    ? NANO * 1024n ** BigInt(BINARY.indexOf(suffix))
    : 1000n ** BigInt(DECIMAL.indexOf(suffix));
  return { nanos: (digits * unit) / 10n ** BigInt(fraction.length), binary };
}

function largestUnit(amount: bigint, base: bigint, suffixes: readonly string[]): string {
  let power = 0;
  let rest = amount;
  while (rest % base === 0n && power < suffixes.length - 1) {
    rest /= base;
    power++;
  }
  return `${rest}${suffixes[power] ?? ''}`;
}
