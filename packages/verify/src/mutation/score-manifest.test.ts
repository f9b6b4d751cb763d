import { expect, test } from 'vitest';
import { interfaceFixtures } from '../checks/interface-fixtures.ts';
import { loadContexts } from '../manifest/load-contexts.ts';
import { type Sample, toFolder } from '../sample.ts';
import { sampleFixture } from '../sample-manifest.ts';
import { payloadSample } from '../webhooks/sample-payload.ts';
import { mutantsOf, mutators } from './mutators.ts';
import { scoreManifest } from './score-manifest.ts';

async function score(sample: Sample) {
  const [source] = await loadContexts([toFolder(sample)]);
  if (!source) throw new Error('the sample was not loaded');
  const found = await scoreManifest(source);
  if (!found) throw new Error('the sample is not valid');
  return found;
}

test('what the fixtures of a manifest show is noticed when it changes', async () => {
  const { mutants, killed, survivors } = await score({});
  expect(mutants).toBeGreaterThan(10);
  const noticed = (path: string) => !survivors.some((one) => one.path === path);
  expect(noticed('operations.listRepositories.paginate')).toBe(true);
  expect(noticed('operations.listRepositories.request')).toBe(true);
  expect(noticed('operations.getUser.request')).toBe(true);
  expect(noticed('test.account.id')).toBe(true);
  expect(noticed('syncs.repositories.record')).toBe(true);
  expect(killed / mutants).toBeGreaterThan(0.8);
});

test('a mapping of an interface that reads from elsewhere is noticed by the fixture that calls it', async () => {
  const { passing } = interfaceFixtures.samples;
  const [source] = await loadContexts([toFolder(passing)]);
  const ofInterfaces = mutantsOf(source?.evaluation?.ok && source.evaluation.value, { perMutator: 4 }).filter(
    ({ mutator }) => mutator.includes('interface'),
  );
  expect(ofInterfaces.map(({ path }) => path)).toEqual(Array(4).fill('implements.scm.comment.input'));
  const { survivors } = await score(passing);
  expect(survivors.filter(({ mutator }) => mutator.includes('interface'))).toEqual([]);
  // That an input is left out is seen without a fixture; what comes out is not.
  const output = '{id: id}';
  const change: Sample['change'] = (manifest) => {
    const { implements: mapped, ...rest } = (passing.change?.(manifest) ?? manifest) as typeof manifest;
    return { ...rest, implements: { 'scm.comment': { ...mapped?.['scm.comment'], output } } } as typeof manifest;
  };
  expect((await score({ ...passing, change })).survivors.filter(({ path }) => path.startsWith('implements.'))).toEqual(
    [],
  );
  const without = await score({ change });
  expect(without.survivors.filter(({ path }) => path.startsWith('implements.'))).toMatchObject([
    {
      path: 'implements.scm.comment.output',
      wanted: 'a fixture of the interface that gives it and expects its result',
    },
  ]);
});

test('a condition of an interface is noticed by fixtures on both sides of it', async () => {
  const change: Sample['change'] = (manifest) => ({
    ...manifest,
    implements: {
      'scm.comment': {
        steps: [
          { operation: 'getUser', when: 'input.updateExisting', input: '`{}`', as: 'me' },
          {
            operation: 'createComment',
            when: '!(steps.me)',
            input: '{owner: input.owner, repo: input.repository, index: `4`, body: input.body}',
            as: 'made',
          },
          {
            operation: 'createComment',
            when: 'steps.me',
            forEach: '[steps.me.login]',
            input: "{owner: input.owner, repo: input.repository, index: `4`, body: join(' for ', [input.body, item])}",
            as: 'mine',
          },
        ],
        output: '{id: not_null(steps.made.id, steps.mine[0].result.id)}',
      },
    },
  });
  const user = { request: { method: 'GET', path: '/api/v1/user' }, response: { status: 200, body: { login: 'octo' } } };
  const shown = (name: string, input: object, isUpdating: boolean) => {
    const body = { body: isUpdating ? 'Hello for octo' : 'Hello' };
    const post = {
      request: { method: 'POST', path: '/api/v1/repos/team/app/issues/4/comments', body },
      response: { status: 201, body: { id: 99 } },
    };
    const asked = { owner: 'team', repository: 'app', pullRequestNumber: 4, body: 'Hello', ...input };
    const text = sampleFixture({
      call: { interface: 'scm.comment', input: asked },
      interactions: isUpdating ? [user, post] : [post],
      expect: { result: { id: '99', wasUpdated: false } },
    });
    return { [`fixtures/${name}.json`]: text };
  };
  const ofConditions = async (files: Record<string, string>) => {
    const { survivors } = await score({ change, files });
    return survivors
      .filter(({ mutator }) => /interface-(condition|list)/.test(mutator))
      .map(({ mutator, path }) => `${mutator} ${path}`);
  };
  const updating = shown('scm-comment', {}, true);
  expect(await ofConditions(updating)).toEqual(['drop-interface-condition implements.scm.comment.steps.2.when']);
  const adding = shown('scm-comment-new', { updateExisting: false }, false);
  expect(await ofConditions({ ...updating, ...adding })).toEqual([]);
});

test('without its fixture a change is noticed by nobody, and the fixture that would is named', async () => {
  const whole = await score({});
  const files = { 'fixtures/create-comment.json': null };
  const { killed, survivors } = await score({ files });
  expect(killed).toBeLessThan(whole.killed);
  expect(survivors).toContainEqual(
    expect.objectContaining({
      path: 'operations.createComment.body.body',
      wanted: 'a fixture of createComment that expects its result',
    }),
  );
});

test('where an event is read from is noticed by its payload', async () => {
  const path = 'webhooks.events.change.record.item';
  const ofEvent = (found: Awaited<ReturnType<typeof score>>) => found.survivors.filter((one) => one.path === path);
  expect(ofEvent(await score(payloadSample()))).toEqual([]);
  expect(ofEvent(await score(payloadSample({}, [])))).toMatchObject([
    { wanted: 'a payload in webhook-vectors.json with the record it gives' },
  ]);
});

test('a manifest whose fixtures fail as it is has no score', async () => {
  const change: Sample['change'] = (manifest) => ({
    ...manifest,
    test: { operation: 'getUser', account: { id: 'name', label: 'login' } },
  });
  const [source] = await loadContexts([toFolder({ change })]);
  expect(source && (await scoreManifest(source))).toBeNull();
});

test('each kind of change changes what it names and nothing else, and there are enough kinds', () => {
  expect(mutators.length).toBeGreaterThanOrEqual(15);
  expect(new Set(mutators.map(({ id }) => id)).size).toBe(mutators.length);
  const manifest = {
    operations: { list: { request: 'GET /items/{id}', query: { a: '1' }, paginate: { type: 'page', param: 'page' } } },
    http: { baseUrl: 'https://api.example.com', headers: { accept: 'x' } },
    webhooks: { verify: { type: 'hmac', algorithm: 'sha256', header: 'X-S', message: ['timestamp', 'body'] } },
  };
  const before = structuredClone(manifest);
  const mutants = mutantsOf(manifest, { perMutator: 4 });
  expect(manifest).toEqual(before);
  for (const mutant of mutants) expect(mutant.manifest, mutant.path).not.toEqual(before);
  const requests = mutants
    .filter(({ path }) => path === 'operations.list.request')
    .map((one) => one.manifest.operations.list.request);
  expect(requests).toEqual(['GET /items/{idx}', 'POST /items/{id}']);
});
