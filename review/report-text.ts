/** For a terminal. */
import { alike } from './alike';
import type { Review, ReviewedChange, Severity } from './model';
import { changeInWords, diffLines, summary, title } from './report';

const MARKS: Readonly<Record<Severity, string>> = { danger: '!!', restart: '~', info: '.' };

export function reportText(review: Review): string {
  const environments = alike(review).flatMap(({ environments: names, objects }) => [
    '',
    `== ${names.join(', ')}`,
    ...objects.flatMap(objectLines),
  ]);
  return [`${review.base} -> ${review.head}`, summary(review), ...environments, ''].join('\n');
}

function objectLines(change: ReviewedChange): string[] {
  return [
    '',
    `${title(change)} (${changeInWords(change)})`,
    ...change.consequences.map(({ severity, text }) => `  ${MARKS[severity].padEnd(2)} ${text}`),
    ...change.fields.flatMap(diffLines).map(({ sign, text }) => `     ${sign} ${text}`.trimEnd()),
  ];
}
