import { expect, test } from 'vitest';
import { createServe, json } from '../testing/serve.ts';
import { createTestManifest } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';

const serve = createServe();
const manifest = createTestManifest({
  operations: {
    getUser: { description: 'Read the user.', request: 'GET /user', safety: 'read' },
    listComments: { description: 'List.', request: 'GET /comments', safety: 'read', items: '@' },
    createComment: {
      description: 'Comment.',
      request: 'POST /comments',
      safety: 'write',
      input: { body: { type: 'text', label: 'Body', required: true }, line: { type: 'integer', label: 'Line' } },
      body: { body: '{input.body}', line: '{input.line}' },
    },
    setStatus: { description: 'Status.', request: 'POST /status', safety: 'write' },
  },
  implements: {
    'scm.comment': {
      steps: [
        { operation: 'listComments', when: 'input.updateExisting', input: '`{}`', as: 'comments' },
        {
          operation: 'createComment',
          when: "!(steps.comments[?body == 'old'])",
          input: '{body: input.body, line: input.line}',
          as: 'made',
        },
      ],
      output: '{id: not_null(steps.made.id, steps.comments[0].id)}',
    },
    'scm.status': { operation: 'setStatus', input: '`{}`', output: '{id: id, state: state}' },
  },
});
const input = { owner: 'acme', repository: 'shop', pullRequestNumber: 1, body: 'new' };
const asked = (requests: readonly { method?: string; url?: string }[]) =>
  requests.map(({ method, url }) => `${method} ${url}`);

test('steps follow one another, see what came before, and leave out what they are told to', async () => {
  const { runtime, url, server } = await serve((request, response) =>
    json(request.method === 'GET' ? [{ id: '7', body: 'old' }] : { id: '8' })(request, response),
  );
  const target = createTarget(manifest, url);
  expect(await runtime.perform(target, 'scm.comment', input)).toMatchObject({
    ...{ success: true, requests: 1, result: { id: '7', wasUpdated: false } },
  });
  const made = await runtime.perform(target, 'scm.comment', { ...input, updateExisting: false });
  expect(made).toMatchObject({ success: true, requests: 1, result: { id: '8' } });
  expect(asked(server.requests)).toEqual(['GET /comments', 'POST /comments']);
});

test('what is looked for before a write is looked for to the end of the list; when that is too far, nothing is written', async () => {
  let length = 1_001;
  const { runtime, url, server } = await serve((request, response) =>
    json(
      request.method === 'GET'
        ? Array.from({ length }, (_, id) => ({ id: String(id), body: id === length - 1 ? 'old' : '' }))
        : { id: 'made' },
    )(request, response),
  );
  const target = createTarget(manifest, url);
  expect(await runtime.perform(target, 'scm.comment', input)).toMatchObject({ success: true, truncated: false });
  length = 10_001;
  const refused = await runtime.perform(target, 'scm.comment', input);
  expect(refused).toMatchObject({ success: false, error: { class: 'validation' }, requests: 1 });
  expect(refused.error?.message).toContain('"listComments" before it writes');
  expect(asked(server.requests)).toEqual(['GET /comments', 'GET /comments']);
});

test('a result made of a list that was cut short says so', async () => {
  const tags = createTestManifest({
    operations: {
      getUser: { description: 'Read the user.', request: 'GET /user', safety: 'read' },
      listTags: { description: 'List.', request: 'GET /tags', safety: 'read', items: '@' },
    },
    implements: {
      'registry.tags': { operation: 'listTags', input: '`{}`', output: '[].{name: name}' },
      'registry.repositories': {
        steps: [{ operation: 'listTags', input: '`{}`', as: 'tags' }],
        output: 'steps.tags[].{id: name, name: name}',
      },
    },
  });
  let length = 1_000;
  const { runtime, url } = await serve((request, response) =>
    json(Array.from({ length }, (_, id) => ({ name: `v${id}` })))(request, response),
  );
  const calls = [
    ['registry.tags', { repository: 'shop' }],
    ['registry.repositories', {}],
  ] as const;
  for (const each of [1_000, 1_001]) {
    length = each;
    for (const [id, given] of calls) {
      const result = await runtime.perform(createTarget(tags, url), id, given);
      expect([id, result.success, result.truncated]).toEqual([id, true, each > 1_000]);
      expect(result.result).toHaveLength(1_000);
    }
  }
});

test('a step that fails ends it, and its error is the answer', async () => {
  const { runtime, url, server } = await serve(json({ message: 'no' }, 404));
  const result = await runtime.perform(createTarget(manifest, url), 'scm.comment', input);
  expect(result).toMatchObject({ success: false, error: { class: 'not_found' }, requests: 1 });
  expect(asked(server.requests)).toEqual(['GET /comments']);
});

test('an answer that does not fit the interface is our fault, and says that it may have been done', async () => {
  const { runtime, url } = await serve(json({ id: 5, state: 'success' }));
  const status = { owner: 'acme', repository: 'shop', commitSha: 'abcdef0', state: 'success', context: 'scan' };
  const result = await runtime.perform(createTarget(manifest, url), 'scm.status', status);
  expect(result).toMatchObject({ success: false, error: { class: 'bug', whoseFault: 'patchbay' } });
  expect(result.error?.message).toContain('does not fit "scm.status" (id:');
  expect(result.error?.nextStep).toContain('look there first');
});

test('offline the write is handed back unsent, without what would have been read for it', async () => {
  const { runtime, url, server } = await serve(json({}), { offline: true });
  const result = await runtime.perform(createTarget(manifest, url), 'scm.comment', input);
  expect(result).toMatchObject({
    ...{ success: false, skippedOffline: true },
    skippedPayload: { method: 'POST', body: { body: 'new' } },
  });
  expect(server.requests).toEqual([]);
});

test('what is not served, and what does not fit, is refused before anything is sent', async () => {
  const { runtime, url, server } = await serve(json({}));
  const target = createTarget(manifest, url);
  await expect(runtime.perform(target, 'llm.chat', {})).rejects.toMatchObject({
    code: 'unsupported',
    data: { supported: ['scm.comment', 'scm.status'] },
  });
  for (const id of ['toString', '__proto__'])
    await expect(runtime.perform(target, id, {})).rejects.toMatchObject({ code: 'unsupported' });
  await expect(runtime.perform(target, 'scm.comment', { ...input, colour: 'red' })).rejects.toMatchObject({
    code: 'invalid_input',
    details: [expect.objectContaining({ path: expect.stringContaining('input') })],
  });
  expect(server.requests).toEqual([]);
});

test('an input the provider has no place for is refused by name, with what to do; asking for nothing is not', async () => {
  const { runtime, url, server } = await serve(json({ id: '8' }));
  const { implements: implemented } = manifest;
  const limited = createTestManifest({
    operations: manifest.operations,
    implements: {
      ...implemented,
      'scm.comment': {
        ...implemented['scm.comment'],
        notTaken: {
          line: { reason: 'Comments here have no place.', instead: 'Leave out path and line.' },
          updateExisting: { reason: 'A comment stays as it is.' },
        },
      },
    },
  } as Parameters<typeof createTestManifest>[0]);
  const target = createTarget(limited, url);
  await expect(
    runtime.perform(target, 'scm.comment', { ...input, path: 'a.ts', line: 3, updateExisting: true }),
  ).rejects.toMatchObject({
    code: 'unsupported',
    message:
      'Example Forge does not take "line" for scm.comment. Comments here have no place. Leave out path and line. Example Forge does not take "updateExisting" for scm.comment. A comment stays as it is. Leave it out.',
    details: [{ path: 'input.line' }, { path: 'input.updateExisting' }],
  });
  expect(server.requests).toEqual([]);
  const result = await runtime.perform(target, 'scm.comment', { ...input, updateExisting: false });
  expect(result).toMatchObject({ success: true, result: { id: '8' } });
});

test('half a place, or one for a comment that has its place, is refused', async () => {
  const { runtime, url, server } = await serve(json({}));
  const target = createTarget(manifest, url);
  const refused = async (place: object) =>
    runtime.perform(target, 'scm.comment', { ...input, ...place }).catch(({ details }) => details);
  expect(await refused({ path: 'a.ts' })).toMatchObject([{ path: 'input.line' }]);
  expect(await refused({ line: 3 })).toMatchObject([{ path: 'input.path' }]);
  expect(await refused({ commitSha: 'abcdef0' })).toMatchObject([{ path: 'input.commitSha' }]);
  expect(await refused({ path: 'a.ts', line: 3, commentId: '7' })).toMatchObject([{ path: 'input.path' }]);
  expect(server.requests).toEqual([]);
});

const walking = createTestManifest({
  operations: {
    getUser: { description: 'Read the user.', request: 'GET /user', safety: 'read' },
    listRuns: { description: 'List.', request: 'GET /runs', safety: 'read', items: '@' },
    getRun: {
      description: 'Read one.',
      request: 'GET /runs/{id}',
      safety: 'read',
      input: { id: { type: 'text', label: 'ID', required: true } },
    },
  },
  implements: {
    'ci.runs': {
      steps: [
        { operation: 'listRuns', input: '`{}`', as: 'runs' },
        { operation: 'getRun', forEach: 'steps.runs', input: '{id: item.id}', as: 'details' },
      ],
      output: 'steps.details[].{id: item.id, status: result.status}',
    },
  },
});

test('a step runs once for each of a list, and says which was which', async () => {
  const { runtime, url, server } = await serve((request, response) =>
    json(request.url === '/runs' ? [{ id: 'a' }, { id: 'b' }] : { status: `queued` })(request, response),
  );
  const result = await runtime.perform(createTarget(walking, url), 'ci.runs', { project: 'shop' });
  expect(result).toMatchObject({ success: true, requests: 3 });
  expect(result.result).toEqual([
    { id: 'a', status: 'queued' },
    { id: 'b', status: 'queued' },
  ]);
  expect(asked(server.requests)).toEqual(['GET /runs', 'GET /runs/a', 'GET /runs/b']);
});

test('one of them that fails ends it, too many are not begun, and what is no list is our fault', async () => {
  const failing = await serve((request, response) =>
    request.url === '/runs/a'
      ? json({ message: 'no' }, 404)(request, response)
      : json([{ id: 'a' }, { id: 'b' }])(request, response),
  );
  expect(
    await failing.runtime.perform(createTarget(walking, failing.url), 'ci.runs', { project: 'shop' }),
  ).toMatchObject({ success: false, error: { class: 'not_found' }, requests: 2 });

  const many = await serve(json(Array.from({ length: 101 }, (_, id) => ({ id: String(id) }))));
  const refused = await many.runtime.perform(createTarget(walking, many.url), 'ci.runs', { project: 'shop' });
  expect(refused).toMatchObject({ success: false, error: { class: 'validation' } });
  expect(refused.error?.message).toContain('101 things one by one');
  expect(asked(many.server.requests)).toEqual(['GET /runs']);

  const { 'ci.runs': mapping } = walking.implements;
  const scalar = createTestManifest({
    operations: walking.operations,
    implements: {
      'ci.runs': {
        ...mapping,
        steps: [{ operation: 'getRun', forEach: '`7`', input: '{id: item.id}' }],
      },
    },
  } as Parameters<typeof createTestManifest>[0]);
  expect(await many.runtime.perform(createTarget(scalar, many.url), 'ci.runs', { project: 'shop' })).toMatchObject({
    success: false,
    error: { class: 'bug', whoseFault: 'patchbay' },
  });
});

test('a word that the interface does not know never comes through as it is', async () => {
  const { runtime, url } = await serve((request, response) =>
    json(request.url === '/runs' ? [{ id: 'a' }] : { status: 'PAUSED_BY_ADA' })(request, response),
  );
  const result = await runtime.perform(createTarget(walking, url), 'ci.runs', { project: 'shop' });
  expect(result).toMatchObject({ success: false, error: { class: 'bug' } });
  expect(result.error?.message).toContain('does not fit "ci.runs" (0.status:');
  expect(result.error?.message).not.toContain('PAUSED_BY_ADA');
});
