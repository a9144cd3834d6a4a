import { customMessage } from './custom';
import type { Flow } from './flow';
import { v1JsonMessage, v1NewMessage, v1OldMessage } from './v1';
import { v2MappedMessage, v2Message } from './v2';

/** How each dialect prints a flow; v2 with and without a mapping of its own. */
export const printers: Readonly<Record<string, (flow: Flow) => string>> = {
  custom: customMessage,
  'v1.0': v1OldMessage,
  'v1.2': v1NewMessage,
  'v1.2-json': v1JsonMessage,
  v2: v2Message,
  'v2, mapped': v2MappedMessage,
};
