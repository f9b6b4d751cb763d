import type { Webhooks, WebhookVerify } from '@patchbay/schema';
import { schemesOf } from './scheme-of.ts';
import type { WebhookRequest } from './webhook-request.ts';

const neverKept =
  /^(authorization|proxy-authorization|cookie|set-cookie|host|connection|content-length|transfer-encoding|x-forwarded-.*|forwarded|x-real-ip|via)$|token|secret|signature|password|api-?key|hmac/i;

/** The headers of a delivery that may be stored and shown: neither what proves it nor what the way added. Long values are cut. */
export function keptHeaders(webhooks: Webhooks, { headers }: WebhookRequest): Record<string, string> {
  const proofs = new Set([...schemesOf(webhooks).values()].flatMap(proofHeaders));
  const kept: Record<string, string> = {};
  const entries = Array.isArray(headers)
    ? (headers as string[]).flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1] ?? '']] : []))
    : Object.entries(headers as Record<string, string | string[] | undefined>).map(([name, value]) => [
        name,
        [value ?? ''].flat().join(', '),
      ]);
  for (const [name = '', value = ''] of entries) {
    const lower = name.toLowerCase();
    if (proofs.has(lower) || neverKept.test(lower) || Object.keys(kept).length >= 50) continue;
    kept[lower] = value.length > 500 ? `${value.slice(0, 499)}…` : value;
  }
  return kept;
}

function proofHeaders(scheme: WebhookVerify): string[] {
  if (scheme.type === 'static') return 'header' in scheme.in ? [scheme.in.header.toLowerCase()] : [];
  return 'header' in scheme ? [scheme.header.toLowerCase()] : [];
}
