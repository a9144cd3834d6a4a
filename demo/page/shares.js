/** Tables of names and their shares, with a bar behind each name. */
import { byId, element, short } from './html.js';

/**
 * Bytes and flows by name.
 * @param {string} id of the place
 * @param {string} what the names are
 * @param {{ name: string, bytes: number, flows: number }[]} shares the largest first
 */
export function showShares(id, what, shares) {
  const most = shares[0]?.bytes ?? 0;
  show(
    id,
    [what, 'Bytes', 'Flows'],
    shares.map(({ name, bytes, flows }) => [name, bytes / most, short(bytes), short(flows)]),
  );
}

/**
 * How often each was seen.
 * @param {[string, number][]} counts
 */
export function showCounts(id, what, counts) {
  const sorted = counts.toSorted(([, one], [, other]) => other - one);
  const most = sorted[0]?.[1] ?? 0;
  show(
    id,
    [what, 'Flows'],
    sorted.map(([name, count]) => [name, count / most, short(count)]),
  );
}

function show(id, head, rows) {
  const caption = `${head[0]}, the last minute`;
  const body = rows.map(([name, share, ...numbers]) => {
    const row = element(
      'tr',
      { class: 'share' },
      element('th', { scope: 'row' }, name),
      ...numbers.map((number) => element('td', { class: 'number' }, number)),
    );
    row.style.setProperty('--share', `${Math.round(share * 100)}%`);
    return row;
  });
  byId(id).replaceChildren(
    rows.length === 0
      ? element('p', { class: 'note' }, 'None yet.')
      : element(
          'table',
          {},
          element('caption', {}, caption),
          element(
            'thead',
            {},
            element(
              'tr',
              {},
              ...head.map((text, index) =>
                element('th', { scope: 'col', ...(index > 0 && { class: 'number' }) }, text),
              ),
            ),
          ),
          element('tbody', {}, ...body),
        ),
  );
}
