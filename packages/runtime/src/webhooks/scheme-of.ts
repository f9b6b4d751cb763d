import type { Webhooks, WebhookVerify } from '@patchbay/schema';

/** The schemes of a provider by name: `verify`, then the alternatives by their place from 0. */
export function schemesOf({ verify, alternatives }: Webhooks): Map<string, WebhookVerify> {
  return new Map([['verify', verify], ...alternatives.map((scheme, index) => [String(index), scheme] as const)]);
}
