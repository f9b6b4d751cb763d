import { locate } from '@patchbay/runtime';
import type { WebhookVerify } from '@patchbay/schema';
import type { ManifestCheck } from '../check.ts';
import { isReplaySafe } from '../support/webhook-scheme.ts';
import { run, schemeOf, toAttempt } from '../webhooks/attempt.ts';
import { forgeries } from '../webhooks/forge.ts';
import { sampleBody, signedWith, webhookSample } from '../webhooks/sample-vectors.ts';
import { readVectors, VECTOR_FILE } from '../webhooks/vector-file.ts';

export const webhookForgery: ManifestCheck = {
  id: 'webhook-forgery',
  title: 'Forged and repeated deliveries are refused or recognised',
  scope: 'manifest',
  gates: 'silver',
  severity: 'error',
  reason: 'whoever knows the address could otherwise send events in the name of the provider, or send old ones again',
  fix: 'sign the raw body, and the moment where there is one; name the id of a delivery in `webhooks.delivery`',
  samples: {
    passing: webhookSample(),
    failing: webhookSample(
      {
        verify: {
          type: 'hmac',
          algorithm: 'sha256',
          header: 'X-Signature',
          message: ['body'],
          timestamp: { from: { header: 'X-Timestamp' } },
        },
      },
      signedWith(sampleBody),
    ),
  },
  async check({ manifest, files, within }) {
    const { webhooks } = manifest;
    if (!webhooks) return [];
    const findings = [];
    const shown = new Map<WebhookVerify, { isRecognised: boolean; source: string }>();
    for (const [index, vector] of readVectors(files).vectors.entries()) {
      const scheme = schemeOf(webhooks, vector);
      const good = toAttempt(vector);
      const verdict = scheme && (await run(scheme, good, webhooks));
      // A vector that is refused anyway proves nothing here; another rule reports it.
      if (!scheme || !verdict?.ok) continue;
      const { source } = vector.provenance;
      for (const { how, attempt } of forgeries(scheme, good, verdict.timestamp))
        if ((await run(scheme, attempt, webhooks)).ok)
          findings.push({
            ...within(VECTOR_FILE, source),
            message: `vector ${index + 1} (${source}) is accepted ${how}`,
          });
      const hasId = webhooks.delivery !== undefined && locate(webhooks.delivery, good.request) !== null;
      const isRecognised = isReplaySafe(scheme) || hasId || shown.get(scheme)?.isRecognised === true;
      shown.set(scheme, { isRecognised, source });
    }
    for (const [scheme, { isRecognised, source }] of shown)
      if (!isRecognised)
        findings.push({
          ...within(VECTOR_FILE, source),
          message: `nothing in a ${scheme.type} delivery tells that it is sent again: no signed moment, no id`,
        });
    return findings;
  },
};
