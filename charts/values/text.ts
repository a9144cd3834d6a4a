/** Texts that end in a file of lines, or in the name of something. */
import { z } from 'zod';

/** Text that stays one line wherever it is written to: no line break, and nothing else that can't be seen. */
export const oneLine = z
  .string()
  .regex(/^[ -~\u00a0-\u2027\u202a-\uffff]*$/, { error: 'text of one line, without control characters' });
