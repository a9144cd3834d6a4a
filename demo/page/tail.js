/** The live tail: the newest flows first, those with the filter's words only. */
import { byId, element, short } from './html.js';

const KEPT = 500;
const SHOWN = 60;

let kept = [];
let paused = false;

/** @param {(seen: object) => void} choose called with the line that the user wants to see */
export function startTail(choose) {
  byId('pause').addEventListener('click', () => {
    paused = !paused;
    byId('pause').setAttribute('aria-pressed', String(paused));
    byId('pause').textContent = paused ? 'Go on' : 'Pause';
  });
  byId('controls').addEventListener('submit', (event) => event.preventDefault());
  byId('filter').addEventListener('input', draw);
  byId('lines').addEventListener('click', ({ target }) => {
    const id = Number(target.dataset.id);
    const seen = kept.find((one) => one.id === id);
    if (seen !== undefined) choose(seen);
  });
}

/** @param {object[]} lines the oldest first */
export function addToTail(lines) {
  if (paused) return;
  kept = [...lines.toReversed(), ...kept].slice(0, KEPT);
  draw();
}

function draw() {
  const words = byId('filter').value.toLowerCase().split(/\s+/).filter(Boolean);
  const matching = kept.filter((seen) => {
    const text = cells(seen).join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
  byId('lines').replaceChildren(...matching.slice(0, SHOWN).map(line));
}

function cells({ flow, rejection, time }) {
  const clock = new Date(time).toLocaleTimeString('en-GB');
  if (flow === undefined) return [clock, 'rejected', rejection.reason, '', '', rejection.field];
  const [from, to] = flow.ports.map((port) => (port > 0 ? `:${port}` : ''));
  const { bytes, destination, exporter, protocol, recordType, source } = flow;
  return [clock, source + from, destination + to, protocol, short(bytes), `${exporter} ${recordType}`];
}

function line(seen) {
  const show = element('button', { type: 'button', 'data-id': String(seen.id) }, 'Show');
  const [time, ...others] = cells(seen);
  show.setAttribute('aria-label', `Show the flow of ${time}`);
  return element(
    'tr',
    seen.rejection === undefined ? {} : { class: 'bad' },
    ...[time, ...others].map((text, index) => element('td', index === 4 ? { class: 'number' } : {}, text)),
    element('td', {}, show),
  );
}
