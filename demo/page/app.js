/** The page: takes the state that the server sends once a second, and shows it. */
import { showFlow } from './flow.js';
import { byId, element } from './html.js';
import { showRates } from './rates.js';
import { showCounts, showShares } from './shares.js';
import { addToTail, startTail } from './tail.js';

const SOURCES = {
  packets: 'Packets that the demo makes, sent to a real GoFlow2.',
  recording: 'Messages that a real GoFlow2 once wrote, replayed.',
  routers: 'From your routers.',
};

let chosen = false;

startTail((seen) => {
  chosen = true;
  showFlow(seen);
  byId('flow-title').scrollIntoView({ block: 'start' });
});

const events = new EventSource('events');
events.onmessage = ({ data }) => show(JSON.parse(data));
events.onerror = () => status('The demo has stopped, or cannot be reached.');

function show(state) {
  const { listen, source, steps, tail, topics } = state;
  status(SOURCES[source] ?? 'Starting…', listen);
  byId('start').hidden = source !== undefined && steps.every(({ seconds }) => seconds !== undefined);
  byId('steps').replaceChildren(...steps.map(step));
  for (const [role, name] of Object.entries(topics))
    document.querySelector(`[data-topic=${role}]`).textContent = name;
  document.querySelector('[data-node=collector]').textContent =
    source === 'recording' ? 'replayed from a recording' : 'collector';
  showRates(state);
  showCounts('reasons', 'Reason', state.reasons);
  showCounts('omissions', 'Field', state.omissions);
  showShares('talkers', 'Source', state.talkers);
  showShares('protocols', 'Protocol', state.protocols);
  showShares('applications', 'Application', state.applications);
  showShares('exporters', 'Exporter', state.exporters);
  addToTail(tail);
  const first = tail.find(({ flow, message }) => flow !== undefined && message.length > 0);
  if (!chosen && first !== undefined) {
    chosen = true;
    showFlow(first);
  }
}

function status(text, listen) {
  const where =
    listen === undefined
      ? ''
      : ` Send NetFlow and IPFIX to UDP ${listen.host}:${listen.netflowPort}, sFlow to ${listen.host}:${listen.sflowPort}.`;
  // Said again only when it is something else: a screen reader reads every change.
  if (byId('status').textContent !== text + where) byId('status').textContent = text + where;
}

function step({ detail, name, seconds }) {
  return seconds === undefined
    ? element('li', { class: 'running' }, `${name}… ${detail}`)
    : element('li', {}, `${name}, ${seconds.toFixed(1)} s`);
}
