/** yanglint's word on the modules and on what the core writes. */
import fc from 'fast-check';
import { extensions, netflowV9, validate, yanglint } from '../../test/servers/yanglint';
import { timeUnits } from '../src/model/options';
import { corruptions } from './corpus/corruptions';
import { printers } from './corpus/dialects';
import { anyExtended, extendedKeys, mappedKeys, withKeys } from './corpus/extended';
import { anyFlow, generator } from './corpus/flow';
import { documentOf, outcomeOf } from './outcome';

/** The documents of those messages that are accepted. */
const accepted = (messages: readonly string[], timeUnit: (typeof timeUnits)[number]) =>
  messages.flatMap((message) => {
    const outcome = outcomeOf(message, { encoding: 'rfc7951', timeUnit });
    return 'value' in outcome ? [outcome.value] : [];
  });

test('the modules are valid', () => {
  yanglint(netflowV9);
  yanglint(netflowV9, extensions);
});

describe('with extended leaves', () => {
  const options = { encoding: 'rfc7951', extensions: true } as const;
  const everything = documentOf(withKeys('v2, mapped', mappedKeys), options);

  test('what tells all of them is valid, with their module and not without', () => {
    validate([everything], extensions);
    expect(() => {
      validate([everything]);
    }).toThrow('netflow-v9-extensions');
  });

  test('a leaf of theirs that is none is found out', () => {
    expect(() => {
      validate([everything.replace('"event":"port-block-allocation"', '"event":"none"')], extensions);
    }).toThrow('none');
  });

  test.each([...Object.entries(extendedKeys), ['v2, mapped', mappedKeys] as const])(
    '%s: whatever their keys hold, the document is valid',
    (dialect, keys) => {
      const messages = fc.sample(anyExtended(dialect, keys), { seed: 1, numRuns: 200 });
      validate(
        messages.map((message) => documentOf(message, options)),
        extensions,
      );
    },
  );
});

test.each([
  ['a name that is none', /"protocol":"[^"]*"/, '"protocol":"none"', 'Invalid enumeration value "none"'],
  [
    'a mandatory leaf left out',
    /"protocol":"[^"]*",/,
    '',
    'Mandatory node "protocol" instance does not exist',
  ],
])('%s is found out, also among valid documents', (_, leaf, by, complaint) => {
  const [document = ''] = accepted([printers.custom?.(anyFlow(generator(1))) ?? ''], 'seconds');
  expect(() => {
    validate([document, document.replace(leaf, by), document]);
  }).toThrow(complaint);
});

describe.each(Object.entries(printers))('%s', (_, print) => {
  const random = generator(11);
  const flows = Array.from({ length: 100 }, () => anyFlow(random));

  test.each(timeUnits)('what is written with times in %s is valid', (timeUnit) => {
    const documents = accepted(flows.map(print), timeUnit);
    expect(documents).toHaveLength(flows.length);
    validate(documents);
  });

  test('what is accepted of 200 damaged records is valid', () => {
    const damaged = Array.from({ length: 200 }, () => corruptions(print(anyFlow(random)), random).text);
    validate(accepted(damaged, 'seconds'));
  });
});
