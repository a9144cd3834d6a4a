/** For a pull request or the summary of a GitHub Actions job, which takes at most 1 MiB. */
import { alike } from './alike';
import type { Review, ReviewedChange, Severity } from './model';
import { changeInWords, diffLines, summary, title } from './report';

const MARKS: Readonly<Record<Severity, string>> = { danger: '🛑', restart: '🔄', info: 'ℹ️' };

/** More lines than these are for a terminal. */
const MAX_LINES = 60;
const MAX_LINE_LENGTH = 400;

export function reportMarkdown(review: Review): string {
  const environments = alike(review).flatMap(({ environments: names, objects }) => [
    `### ${escape(names.join(', '))}`,
    ...objects.filter((object) => !isBare(object)).map(objectSection),
    ...bare(objects.filter(isBare)),
  ]);
  const legend = `${MARKS.danger} dangerous · ${MARKS.restart} pods restart · ${MARKS.info} good to know`;
  return [
    '## What this changes in the cluster',
    escape(`${review.base} → ${review.head}: ${summary(review)}`),
    ...(environments.length > 0 ? [legend] : []),
    ...environments,
  ]
    .join('\n\n')
    .concat('\n');
}

/** Objects that came or went without a consequence: a line each. */
const isBare = ({ consequences, fields: changed }: ReviewedChange): boolean =>
  consequences.length === 0 && changed.length === 0;

function bare(objects: readonly ReviewedChange[]): string[] {
  const lines = objects.map((object) => `- ${escape(title(object))} (${changeInWords(object)})`);
  return lines.length === 0 ? [] : ['#### Others', lines.join('\n')];
}

function objectSection(change: ReviewedChange): string {
  const heading = `#### ${MARKS[change.severity]} ${escape(title(change))} (${changeInWords(change)})`;
  const consequences = change.consequences.map(
    ({ severity, text }) => `- ${MARKS[severity]} ${escape(text)}`,
  );
  return [heading, ...(consequences.length > 0 ? [consequences.join('\n')] : []), ...fields(change)].join(
    '\n\n',
  );
}

function fields(change: ReviewedChange): string[] {
  const all = change.fields.flatMap(diffLines).map(({ sign, text }) => `${sign} ${text}`.trimEnd());
  if (all.length === 0) return [];
  const lines = all
    .slice(0, MAX_LINES)
    .map((line) => (line.length > MAX_LINE_LENGTH ? `${line.slice(0, MAX_LINE_LENGTH)}…` : line));
  // A fence ends at the first line with as many backticks.
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map(({ length }) => length)),
  );
  const fence = '`'.repeat(longest + 1);
  const block = [`${fence}diff`, ...lines, fence].join('\n');
  return all.length > MAX_LINES ? [block, `…and ${all.length - MAX_LINES} more lines.`] : [block];
}

/** Names and values come from the manifests: none may turn into a link, HTML or emphasis. */
function escape(text: string): string {
  return text.replace(/[\\`*_[\]<>|~&@]/g, (character) =>
    /[<>&@]/.test(character) ? `&#${character.charCodeAt(0)};` : `\\${character}`,
  );
}
