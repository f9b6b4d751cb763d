import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeFolder } from '../process/clean-up-on-exit.ts';
import { createMark } from './create-canary.ts';
import { keepAtClose, keepLeftover, keepSources, keepWhatIsRead, leftoverKinds, noteCanary } from './leftovers.ts';
import { searchLeftovers } from './search-leftovers.ts';

const mark = createMark();
const secret = `${mark}-4d0f2c`;
let folder: string;
let usual: string | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-leftovers-'));
  usual = process.env.PATCHBAY_TEST_LEFTOVERS;
  process.env.PATCHBAY_TEST_LEFTOVERS = folder;
});
afterEach(() => {
  if (usual === undefined) delete process.env.PATCHBAY_TEST_LEFTOVERS;
  else process.env.PATCHBAY_TEST_LEFTOVERS = usual;
  removeFolder(folder);
});

function leaveClean(): void {
  noteCanary();
  for (const kind of leftoverKinds) keepLeftover(kind, `some ${kind}`, 'nothing of note');
}

test('what is clean is clean, and says how much was looked through', () => {
  leaveClean();
  noteCanary();
  expect(searchLeftovers(folder, mark)).toMatchObject({ canaries: 2, places: leftoverKinds.length, problems: [] });
});

test.each<[string, string]>([
  ['as it is', `token ${secret}.`],
  ['URL-encoded', `?q=x%20${encodeURIComponent(secret)}`],
  ['in hexadecimal', Buffer.from(`..${secret}`).toString('hex').toUpperCase()],
  ['in base64', Buffer.from(secret).toString('base64')],
  ['in base64, one byte on', Buffer.from(`:${secret}`).toString('base64')],
  ['in base64, two bytes on', Buffer.from(`u:${secret}`).toString('base64')],
  ['in base64url', Buffer.from(`ü:${secret}`).toString('base64url')],
])('a planted secret is found %s in each kind of place, and not repeated', (_form, text) => {
  leaveClean();
  for (const kind of leftoverKinds) keepLeftover(kind, `the place of ${kind}`, `before\n${text}\nafter`);
  const { problems } = searchLeftovers(folder, mark);
  expect(problems).toHaveLength(leftoverKinds.length);
  for (const kind of leftoverKinds) expect(problems.join()).toContain(`in ${kind}: the place of ${kind}`);
  expect(problems.join()).not.toContain(mark);
});

test('a search that looks at nothing, or for nothing, fails', () => {
  expect(searchLeftovers(folder, mark).problems).toHaveLength(1 + leftoverKinds.length);
  leaveClean();
  removeFolder(join(folder, 'metrics'));
  expect(searchLeftovers(folder, mark).problems).toEqual(['The suites left nothing to search: metrics.']);
});

test('what could not be read is a problem, and what is read is searched', async () => {
  leaveClean();
  await keepWhatIsRead('database', 'a database', async () => ({ 'table runs': secret, 'table events': '' }));
  await keepWhatIsRead('database', 'another database', () => Promise.reject(new Error('is gone')));
  expect(searchLeftovers(folder, mark).problems).toEqual([
    'A secret stands as it is in database: a database, table runs.',
    'Could not be searched: another database: is gone',
  ]);
});

test('what grows is kept as it is at the last close', () => {
  leaveClean();
  const said: string[] = [];
  keepAtClose('answers', 'what was said', () => said.join());
  keepSources();
  expect(searchLeftovers(folder, mark).problems).toEqual([]);
  said.push(secret);
  keepSources();
  expect(searchLeftovers(folder, mark).problems).toEqual(['A secret stands as it is in answers: what was said.']);
});

test('files of other runs do not count', () => {
  leaveClean();
  mkdirSync(join(folder, 'output'), { recursive: true });
  writeFileSync(join(folder, 'output', 'x'), `somewhere\n${createMark()}-4d0f2c`);
  expect(searchLeftovers(folder, mark).problems).toEqual([]);
});
