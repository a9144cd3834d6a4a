/** One flow: the collector's message beside the document, and which key a leaf came from. */
import { byId, element } from './html.js';

/** @param {object} seen a line of the tail */
export function showFlow({ flow, rejection, message, leaves, time }) {
  byId('flow-note').textContent =
    rejection === undefined
      ? `${flow.source} to ${flow.destination}, ${new Date(time).toLocaleTimeString('en-GB')}. Point at a leaf to see the keys it is made of.`
      : `Rejected, ${rejection.reason}: ${rejection.message}`;
  byId('message').replaceChildren(
    heading('Key', 'Value'),
    element('tbody', {}, ...message.map(({ key, value }) => row(key, value, [key]))),
  );
  byId('document').replaceChildren(
    heading('Leaf', 'Value'),
    element('tbody', {}, ...leaves.map(({ path, value, keys }) => leafRow(path, value, keys))),
  );
}

function heading(...texts) {
  return element(
    'thead',
    {},
    element('tr', {}, ...texts.map((text) => element('th', { scope: 'col' }, text))),
  );
}

function row(name, value, keys) {
  const made = element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, value));
  made.dataset.keys = keys.join(' ');
  return made;
}

/** The leaf's name large, its path small. */
function leafRow(path, value, keys) {
  const made = row('', value, keys);
  const name = path.split('/').pop();
  made.firstChild.append(name, element('small', {}, path));
  made.addEventListener('pointerenter', () => link(keys));
  made.addEventListener('pointerleave', () => link([]));
  return made;
}

function link(keys) {
  for (const one of byId('message').querySelectorAll('tbody tr'))
    one.classList.toggle('linked', keys.includes(one.dataset.keys));
}
