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
