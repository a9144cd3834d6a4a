/** The lines of flows per second, and the figures beside them. */
import { byId, short } from './html.js';

const [WIDTH, HEIGHT, EDGE] = [600, 140, 4];
const KINDS = /** @type {const} */ (['in', 'out', 'rejected']);

/** @param {{ rates: { second: number, in: number, out: number, rejected: number }[], sums: Record<string, number> }} state */
export function showRates({ rates, sums }) {
  const last = rates.at(-1);
  for (const kind of KINDS) {
    document.querySelector(`[data-sum=${kind}]`).textContent = sums[kind].toLocaleString('en');
    document.querySelector(`[data-rate=${kind}]`).textContent = short(last[kind]);
  }
  const most = Math.max(10, ...rates.flatMap((rate) => KINDS.map((kind) => rate[kind])));
  const place = (value, index) => {
    const x = (index / (rates.length - 1)) * WIDTH;
    return `${x.toFixed(1)} ${(HEIGHT - EDGE - (value / most) * (HEIGHT - 2 * EDGE)).toFixed(1)}`;
  };
  const svg = byId('rates');
  svg.setAttribute(
    'aria-label',
    `In the last second ${last.in} in, ${last.out} out, ${last.rejected} rejected; at most ${most} in a second of the last minute`,
  );
  svg.replaceChildren(
    line({ x1: 0, x2: WIDTH, y1: HEIGHT - EDGE, y2: HEIGHT - EDGE }),
    ...KINDS.map((kind) => path(kind, `M${rates.map((rate, index) => place(rate[kind], index)).join('L')}`)),
  );
}

const SVG = 'http://www.w3.org/2000/svg';

function path(kind, d) {
  const made = document.createElementNS(SVG, 'path');
  made.setAttribute('class', kind);
  made.setAttribute('d', d);
  return made;
}

function line(places) {
  const made = document.createElementNS(SVG, 'line');
  for (const [name, value] of Object.entries(places)) made.setAttribute(name, value);
  return made;
}
