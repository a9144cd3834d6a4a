/** What the scanners found, held against what is accepted: neither may have something that the other has not. */
import type { Accepted } from './accepted';
import type { Finding } from './scanners';

/** The findings that nobody has accepted. */
export function others(findings: readonly Finding[], accepted: readonly Accepted[]): Finding[] {
  return findings.filter(({ check }) => !accepted.some((finding) => finding.check === check));
}

/** What is accepted and found nowhere any more: a reason for nothing, which would hide what comes later. */
export function outlived(findings: readonly Finding[], accepted: readonly Accepted[]): Accepted[] {
  return accepted.filter(({ check }) => !findings.some((finding) => finding.check === check));
}
