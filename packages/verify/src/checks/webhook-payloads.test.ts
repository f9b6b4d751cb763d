import type { WebhookVectorInput } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { loadContexts, toManifestContext } from '../manifest/load-contexts.ts';
import { runCheck } from '../run-checks.ts';
import { type Sample, toFolder } from '../sample.ts';
import { payloadSample, samplePayload } from '../webhooks/sample-payload.ts';
import { webhookPayloads } from './webhook-payloads.ts';

async function messages(sample: Sample): Promise<string[]> {
  const [source] = await loadContexts([toFolder(sample)]);
  const context = source && toManifestContext(source);
  if (!context) throw new Error('the sample must follow the schema');
  return (await runCheck(webhookPayloads, context, source.id)).map(({ message }) => message);
}

const lint = { sync: 'repositories', externalId: '3' };
const data = { id: '3', name: 'tools/lint', url: 'https://forge.example.com/tools/lint' };
const none = samplePayload({ record: null });
const inDelivery = (delivery: string, payload: WebhookVectorInput): WebhookVectorInput => ({
  ...payload,
  request: { ...payload.request, headers: { ...payload.request.headers, 'X-Delivery': delivery } },
  expect: { ...payload.expect, delivery },
});
const gone = inDelivery('72', samplePayload({ record: { ...lint, data: null } }, { action: 'deleted' }));
const shown = samplePayload();
const withRepository = (repository: object, record: object) =>
  samplePayload({ record: { ...lint, data: { ...data, ...record } } }, { repository: { id: 3, ...repository } });

test.each<[string, Sample, RegExp]>([
  ['an event that no payload shows', payloadSample({}, []), /^no payload shows the event "change"$/],
  [
    'the event elsewhere',
    payloadSample({}, [shown], { event: { header: 'X-Kind' } }),
    /its event is null instead of "change"$/,
  ],
  [
    'an event nobody declares',
    payloadSample({}, [shown], { event: { body: 'team' }, events: {} }),
    /its event is "tools" instead of "change"$/,
  ],
  [
    'a payload of no declared event',
    payloadSample({}, [shown], { events: {} }),
    /"change" is none of the events of the manifest$/,
  ],
  [
    'an id elsewhere',
    payloadSample({}, [samplePayload({ delivery: undefined })], { delivery: { header: 'X-Id' } }),
    /it has no id where `webhooks\.delivery` says that one stands$/,
  ],
  [
    'an id that two deliveries share',
    payloadSample({}, [shown, samplePayload({}, { action: 'renamed' })]),
    /^vector 3 .+: it has the id "71" of vector 2 /,
  ],
  [
    'the tenant elsewhere',
    payloadSample({}, [shown], { tenant: { body: 'repository.id' } }),
    /its tenant is "3" instead of "tools"$/,
  ],
  [
    'a tenant nobody expects',
    payloadSample({}, [samplePayload({ tenant: undefined })]),
    /^no payload expects the tenant of its delivery$/,
  ],
  ['no record', payloadSample({ item: 'repo' }), /its record is null instead of \{"sync":"repositories"/],
  ['a record where none is declared', payloadSample(null), /its record is null instead of \{"sync":"repositories"/],
  ['a record nobody expects', payloadSample({}, [none]), /its record is \{"sync":"repositories".+ instead of null$/],
  ['another object', payloadSample({ item: 'repository.owner' }), /externalId of its record is "9" instead of "3"$/],
  ['an object without a key', payloadSample({ item: 'team' }), /no record can be made of it: .+ has no key/],
  [
    'another value',
    payloadSample({}, [samplePayload({ record: { ...lint, data: { ...data, name: 'lint' } } })]),
    /"name" of its record is "tools\/lint" instead of "lint"$/,
  ],
  [
    'a record that does not fit its model',
    payloadSample({}, [withRepository({ html_url: 7, full_name: 'tools/lint' }, { url: 7 })]),
    /its record does not fit its model: repository\.url/,
  ],
  ['a record that should be gone', payloadSample({}, [shown, gone]), /vector 3 .+: its record is not gone$/],
  [
    'a record that is gone too soon',
    payloadSample({ deleted: "team == 'tools'" }, [shown, gone]),
    /vector 2 .+: its record is gone$/,
  ],
  [
    'a removal no payload shows',
    payloadSample({ deleted: "action == 'deleted'" }),
    /^no payload of the event "change" shows that its record is gone$/,
  ],
  [
    'only removals',
    payloadSample({ deleted: "action == 'deleted'" }, [gone]),
    /^no payload shows the record that the event "change" gives$/,
  ],
  [
    'a condition no payload shows',
    payloadSample({ when: "team == 'tools'" }),
    /^no payload of the event "change" shows when it gives no record$/,
  ],
  [
    'a value of another kind than a read gives',
    payloadSample({}, [withRepository({ full_name: 'tools/lint', html_url: 'lint' }, { url: 'lint' })]),
    /is no record of the sync "repositories": "url" is text, and an address in a read$/,
  ],
  [
    'a member that every payload leaves empty',
    payloadSample({}, [withRepository({ full_name: 'tools/lint' }, { url: null })]),
    /is no record of the sync "repositories": "url" is empty in every payload, and in no record of a read$/,
  ],
])('%s is a problem', async (_, sample, message) => {
  expect(await messages(sample)).toContainEqual(expect.stringMatching(message));
});

test('what is gone, what is of no concern and what maps nothing is expected as such', async () => {
  const other = inDelivery('73', samplePayload({ record: null }, { kind: 'draft' }));
  const declared = { deleted: "action == 'deleted'", when: "kind != 'draft'" };
  expect(await messages(payloadSample(declared, [shown, gone, other]))).toEqual([]);
  expect(await messages(payloadSample(null, [none]))).toEqual([]);
});

test('a signed delivery that says what it gives is a payload too', async () => {
  const { provenance, request, expect: wanted } = none;
  const text = JSON.stringify([
    {
      provenance,
      secret: 'a',
      now: '2026-11-28T10:00:00Z',
      request: { ...request, json: undefined, body: '{"team":"tools"}' },
      expect: wanted,
    },
  ]);
  expect(await messages({ ...payloadSample(null), files: { 'webhook-vectors.json': text } })).toEqual([]);
});

test('a file that cannot be read is told by another rule', async () => {
  expect(await messages({ ...payloadSample(), files: { 'webhook-vectors.json': '[' } })).toEqual([]);
});
