import { webhookVectorsSchema } from '@patchbay/schema';
import type { ManifestCheck } from '../check.ts';
import { sampleVectors, sampleWebhooks } from '../sample-webhooks.ts';
import { vectorFaults } from '../webhooks/run-vector.ts';

const file = 'webhook-vectors.json';

export const webhookVectors: ManifestCheck = {
  id: 'webhook-vectors',
  title: 'A delivery of each scheme, with its source, is accepted and read by the real runtime',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'a signature declared slightly wrong refuses every real delivery, and nobody notices until events are missed',
  fix: `write ${file} with a delivery the provider's documentation prints, or a recorded one`,
  samples: {
    passing: { change: sampleWebhooks, files: { [file]: sampleVectors({}) } },
    failing: { change: sampleWebhooks, files: { [file]: sampleVectors({ 'X-Signature': 'c0ffee' }) } },
  },
  async check({ manifest, files, vectors, within }) {
    const { webhooks } = manifest;
    if (!webhooks) return [];
    const schemes = [webhooks.verify, ...webhooks.alternatives];
    const findings = [];
    const text = files.get(file);
    if (text !== undefined && vectors.length === 0)
      return [{ ...within(file), message: `${file} does not follow its schema: ${schemaFault(text)}` }];
    for (const [index, { type }] of schemes.entries()) {
      const name = index === 0 ? 'verify' : index - 1;
      if (type !== 'none' && !vectors.some(({ scheme }) => scheme === name))
        findings.push({ ...within(file), message: `no vector shows the ${type} scheme (${name}) accept a delivery` });
    }
    for (const [index, vector] of vectors.entries())
      for (const fault of await vectorFaults(webhooks, vector))
        findings.push({
          ...within(file),
          message: `the vector ${index} ${fault}`,
          fix: 'correct the scheme in the manifest',
        });
    return findings;
  },
};

function schemaFault(text: string): string {
  try {
    const issue = webhookVectorsSchema.safeParse(JSON.parse(text)).error?.issues[0];
    return `${issue?.path.join('.')}: ${issue?.message}`;
  } catch {
    return 'it is not JSON';
  }
}
