/**
 * IP addresses as texts. Each record has up to ten of them, so they are read in one pass without a regular
 * expression. A test holds these readers against node:net's.
 */
const DOT = 0x2e;
const COLON = 0x3a;

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;
/** Whether a character is a hexadecimal digit. */
export const isHex = (code: number): boolean =>
  isDigit(code) || (code >= 0x61 && code <= 0x66) || (code >= 0x41 && code <= 0x46);

/** Whether the text from `start` to `end` is an IPv4 address: four numbers up to 255, without leading zeros. */
export function isIpv4(text: string, start = 0, end = text.length): boolean {
  let parts = 1;
  let digits = 0;
  let number = 0;
  for (let index = start; index < end; index++) {
    const code = text.charCodeAt(index);
    if (isDigit(code)) {
      number = number * 10 + (code - 0x30);
      digits++;
      if (number > 255 || (digits > 1 && number < 10)) {
        return false;
      }
    } else if (code === DOT && digits > 0) {
      parts++;
      digits = 0;
      number = 0;
    } else {
      return false;
    }
  }
  return parts === 4 && digits > 0;
}

/** Whether the text from `start` to `end` is an IPv6 address (RFC 4291 section 2.2), without a zone. */
export function isIpv6(text: string, start = 0, end = text.length): boolean {
  let groups = 0;
  let shortened = false;
  let index = start;
  if (text.charCodeAt(start) === COLON) {
    if (text.charCodeAt(start + 1) !== COLON || end - start < 2) {
      return false;
    }
    shortened = true;
    index = start + 2;
  }
  while (index < end) {
    let digits = 0;
    while (index + digits < end && isHex(text.charCodeAt(index + digits))) {
      digits++;
    }
    const after = index + digits;
    if (after < end && text.charCodeAt(after) === DOT) {
      groups += 2;
      return isIpv4(text, index, end) && (shortened ? groups < 8 : groups === 8);
    }
    if (digits === 0 || digits > 4) {
      return false;
    }
    groups++;
    if (after === end) {
      break;
    }
    if (text.charCodeAt(after) !== COLON || after + 1 === end) {
      return false;
    }
    index = after + 1;
    if (text.charCodeAt(index) === COLON) {
      if (shortened) {
        return false;
      }
      shortened = true;
      index++;
    }
  }
  return shortened ? groups < 8 : groups === 8;
}

/** Whether the text is of IPv6 if it is an address at all. */
export const looksLikeIpv6 = (text: string): boolean => text.includes(':');

/** The text of an address of either family without its zone; undefined if it is none. */
export function addressOf(text: string): string | undefined {
  if (looksLikeIpv6(text) ? isIpv6(text) : isIpv4(text)) {
    return text;
  }
  const zone = text.indexOf('%');
  return zone > 0 && zone < text.length - 1 ? addressOf(text.slice(0, zone)) : undefined;
}
