import { expect, test } from 'vitest';
import { loadContexts, toManifestContext } from '../manifest/load-contexts.ts';
import { runCheck } from '../run-checks.ts';
import { type Sample, toFolder } from '../sample.ts';
import { sampleBody, signedWith, webhookSample } from '../webhooks/sample-vectors.ts';
import { webhookForgery } from './webhook-forgery.ts';
import { webhookVector } from './webhook-vector.ts';

type Webhooks = NonNullable<Parameters<typeof webhookSample>[0]>;

async function messages(rule: typeof webhookVector, sample: Sample): Promise<string[]> {
  const [source] = await loadContexts([toFolder(sample)]);
  const context = source && toManifestContext(source);
  if (!context) throw new Error('the sample must follow the schema');
  return (await runCheck(rule, context, source.id)).map(({ message }) => message);
}

const onlyBody: Webhooks['verify'] = { type: 'hmac', algorithm: 'sha256', header: 'X-Signature', message: ['body'] };
const withFile = (text: string | null): Sample => ({ ...webhookSample(), files: { 'webhook-vectors.json': text } });

test.each<[string, Sample, RegExp]>([
  ['no file', withFile(null), /^no vector shows that webhooks\.verify \(hmac\) is right$/],
  ['no JSON', withFile('['), /is not JSON/],
  ['a fault of the schema', withFile('[{}]'), /^webhook-vectors\.json, 0\.provenance: /],
  ['vectors without webhooks', { files: webhookSample().files ?? {} }, /^there are vectors, but no webhooks$/],
  ['an unknown alternative', webhookSample({}, { scheme: 0 }), /there is no alternative 0$/],
  ['another header', webhookSample({ verify: { ...onlyBody, header: 'X-Sign' } }), /it is refused: signature_missing/],
  [
    'another algorithm',
    webhookSample({ verify: { ...onlyBody, algorithm: 'sha512' } }),
    /refused: signature_malformed/,
  ],
  ['a delivery out of its window', webhookSample({}, { now: '2026-11-21T11:00:00Z' }), /refused: timestamp_outside/],
  ['the event elsewhere', webhookSample({ event: { header: 'X-Kind' } }), /its event is null instead of "change"$/],
  [
    'the id elsewhere',
    webhookSample({ delivery: { header: 'X-Id' } }, { expect: { event: 'change', delivery: '7' } }),
    /its id is null instead of "7"$/,
  ],
  [
    'an event that no vector shows',
    webhookSample({ event: { header: 'X-Kind' } }, { expect: { event: null } }),
    /^no vector shows where a delivery names its event$/,
  ],
  [
    'a signature over something else than the body',
    webhookSample({ verify: { ...onlyBody, message: [{ header: 'X-Event' }] } }, signedWith('change')),
    /it is accepted with byte 1 of the body changed: the signature does not cover the body$/,
  ],
])('%s is a problem', async (_, sample, message) => {
  expect(await messages(webhookVector, sample)).toContainEqual(expect.stringMatching(message));
});

test('a provider that signs nothing needs no vector', async () => {
  const sample = webhookSample({ verify: { type: 'none', reason: 'it signs nothing at all' } });
  expect(await messages(webhookVector, { ...sample, files: {} })).toEqual([]);
});

test('a delivery without a moment needs an id to be recognised', async () => {
  const bare = webhookSample({ verify: onlyBody }, signedWith(sampleBody));
  expect(await messages(webhookForgery, bare)).toEqual([
    'nothing in a hmac delivery tells that it is sent again: no signed moment, no id',
  ]);
  const withId = webhookSample({ verify: onlyBody, delivery: { header: 'X-Event' } }, signedWith(sampleBody));
  expect(await messages(webhookForgery, withId)).toEqual([]);
});
