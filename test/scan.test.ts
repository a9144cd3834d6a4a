/** `npm run scan`: nothing is found that is not accepted, and nothing is accepted that is not found. */
import { accepted } from '../bin/scan/accepted';
import { others, outlived } from '../bin/scan/judgement';

const finding = (check: string) => ({ check, object: 'Deployment netflow/goflow2', says: 'so it says' });
const all = accepted.map(({ check }) => finding(check));

test('what is accepted is no finding', () => {
  expect(others(all, accepted)).toEqual([]);
  expect(others([...all, finding('CKV_K8S_8')], accepted)).toEqual([finding('CKV_K8S_8')]);
});

test('what is found nowhere is accepted in vain', () => {
  expect(outlived(all, accepted)).toEqual([]);
  expect(outlived(all.slice(1), accepted)).toEqual([accepted[0]]);
  expect(outlived([], accepted)).toEqual(accepted);
});

test('each is accepted once, and for a reason', () => {
  expect(new Set(accepted.map(({ check }) => check)).size).toBe(accepted.length);
  for (const { why } of accepted) expect(why).toMatch(/^as [\w-]+$|\w+(\W+\w+){5,}/);
});
