/** What synth knows again as its own. */
import { ORIGIN } from '../../charts/manifests/write';
import type { Found } from '../output';

/**
 * Whether synth has made the file: manifests and pages say so themselves. Files for hosts say nothing, as programs
 * read them that know no comments; they go with the page of their environment.
 */
export function isManifest({ file, says, beside }: Found): boolean {
  const [first, environment = '', ...rest] = file.split('/');
  return first === 'hosts' && rest.length > 0 ? beside(`${environment}/README.md`) : says(ORIGIN);
}
