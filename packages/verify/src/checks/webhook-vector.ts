import { locate } from '@patchbay/runtime';
import type { Webhooks, WebhookVector, WebhookVerify } from '@patchbay/schema';
import type { ManifestCheck } from '../check.ts';
import { run, schemeOf, toAttempt } from '../webhooks/attempt.ts';
import { bodyForgeries } from '../webhooks/forge.ts';
import { webhookSample } from '../webhooks/sample-vectors.ts';
import { readVectors, VECTOR_FILE } from '../webhooks/vector-file.ts';

export const webhookVector: ManifestCheck = {
  id: 'webhook-vector',
  title: 'A signed delivery with a cited source is accepted, its event is found, and its signature covers the body',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'a scheme that no real signature was held against is a guess; it refuses every delivery, or accepts any',
  fix: `add to ${VECTOR_FILE} a delivery the provider prints in its documentation, or one you signed as it documents`,
  samples: {
    passing: webhookSample(),
    failing: webhookSample({
      verify: { type: 'hmac', algorithm: 'sha256', header: 'X-Signature', message: ['body'] },
      alternatives: [{ type: 'static', in: { header: 'X-Token' } }],
    }),
  },
  async check({ manifest, files, unread, at, within }) {
    if (unread.has(VECTOR_FILE)) return [];
    const { vectors, faults } = readVectors(files);
    if (faults.length > 0)
      return faults.map(({ message, near, fix }) => ({
        ...within(VECTOR_FILE, near),
        message,
        fix: fix ?? 'correct the vector; the schema says what it holds',
      }));
    const { webhooks } = manifest;
    if (!webhooks)
      return vectors.length === 0
        ? []
        : [{ ...within(VECTOR_FILE), message: 'there are vectors, but no webhooks', fix: 'remove the file' }];

    const findings = [];
    const accepted: WebhookVector[] = [];
    for (const [index, vector] of vectors.entries()) {
      // The rule about payloads holds those.
      if (vector.scheme === 'unsigned') continue;
      const problem = await holdVector(webhooks, vector);
      if (problem)
        findings.push({
          ...within(VECTOR_FILE, vector.provenance.source),
          message: `vector ${index + 1} (${vector.provenance.source}): ${problem}`,
          fix: 'correct the scheme; correct the vector only when the provider really signs otherwise',
        });
      else accepted.push(vector);
    }
    for (const [path, scheme] of schemesOf(webhooks))
      if (scheme.type !== 'none' && !vectors.some((vector) => schemeOf(webhooks, vector) === scheme))
        findings.push({ ...at(path), message: `no vector shows that ${path} (${scheme.type}) is right` });
    if (accepted.length > 0 && webhooks.event && !accepted.some(({ expect }) => expect.event !== null))
      findings.push({ ...at('webhooks.event'), message: 'no vector shows where a delivery names its event' });
    return findings;
  },
};

/** What is wrong with a vector; null when it is accepted, read as expected, and refused with another body. */
async function holdVector(webhooks: Webhooks, vector: WebhookVector): Promise<string | null> {
  const scheme = schemeOf(webhooks, vector);
  if (!scheme) return `there is no alternative ${vector.scheme}`;
  const attempt = toAttempt(vector);
  const verdict = await run(scheme, attempt, webhooks);
  if (!verdict.ok) return `it is refused: ${verdict.reason}. ${verdict.message}`;

  const { event, delivery } = vector.expect;
  const found = webhooks.event ? locate(webhooks.event, attempt.request) : null;
  if (found !== event) return `its event is ${JSON.stringify(found)} instead of ${JSON.stringify(event)}`;
  const id = webhooks.delivery ? locate(webhooks.delivery, attempt.request) : null;
  if (delivery !== undefined && id !== delivery) return `its id is ${JSON.stringify(id)} instead of "${delivery}"`;

  for (const { how, attempt: forged } of bodyForgeries(scheme, attempt))
    if ((await run(scheme, forged, webhooks)).ok) return `it is accepted ${how}: the signature does not cover the body`;
  return null;
}

function schemesOf({ verify, alternatives }: Webhooks): [path: string, scheme: WebhookVerify][] {
  return [
    ['webhooks.verify', verify],
    ...alternatives.map((scheme, index): [string, WebhookVerify] => [`webhooks.alternatives.${index}`, scheme]),
  ];
}
