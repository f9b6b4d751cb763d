import { expect, test } from 'vitest';
import { loadContexts } from '../manifest/load-contexts.ts';
import { runManifestChecks } from '../run-checks.ts';
import { type Sample, toFolder } from '../sample.ts';
import { formatProblems, groupProblems } from './text.ts';

async function problemsOf(sample: Sample) {
  const [source] = await loadContexts([toFolder(sample)]);
  if (!source) throw new Error('the sample was not loaded');
  return (await runManifestChecks(source)).problems;
}

test('a wrong base path is one cause, at its line, with what it brings and how much of it', async () => {
  const problems = await problemsOf({
    change: (manifest) => ({ ...manifest, http: { baseUrl: '{settings.baseUrl}/api/v2' } }),
  });
  const [group, ...others] = groupProblems(problems);
  expect(others).toEqual([]);
  expect(new Set(group?.map(({ rule }) => rule))).toEqual(
    new Set(['requests-in-contract', 'replay', 'resource-items']),
  );
  const text = formatProblems(problems);
  expect(text).toContain('11 problems of one cause · manifests/example-forge/example-forge.manifest.ts:43\n');
  expect(text).toContain('http.baseUrl has the path "/api/v2", and the requests of the contract begin with "/api/v1"');
  expect(text).toContain('fix   let http.baseUrl end in "/api/v1"');
  expect(text).toContain('… and 3 more');
});

test('a wrong path of one operation is no fault of the base path', async () => {
  const problems = await problemsOf({
    change: (manifest) => ({
      ...manifest,
      operations: { ...manifest.operations, getUser: { ...manifest.operations.getUser, request: 'GET /v2/user' } },
    }),
  });
  expect(problems.length).toBeGreaterThan(1);
  expect(problems.filter(({ cause }) => cause !== undefined)).toEqual([]);
});

test('what a broken fixture would have shown is missing because of it, and other problems are their own', async () => {
  const problems = await problemsOf({
    change: (manifest) => ({ ...manifest, category: 'Development', capabilities: ['sync', 'discovery', 'health'] }),
    files: { 'fixtures/create-comment.json': '{' },
  });
  expect(groupProblems(problems).map((group) => group.map(({ rule }) => rule))).toEqual([
    ['capabilities'],
    ['fixtures', 'replay-coverage'],
  ]);
});

test('a broken fixture that nothing else misses is just that', async () => {
  const problems = await problemsOf({ files: { 'fixtures/extra.json': '{' } });
  expect(problems.map(({ rule, cause }) => [rule, cause])).toEqual([['fixtures', undefined]]);
});
