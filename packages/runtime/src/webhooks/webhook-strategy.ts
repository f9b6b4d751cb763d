import type { WebhookVerify } from '@patchbay/schema';
import type { Clock } from '../types.ts';
import type { WebhookLocator, WebhookRequest } from './webhook-request.ts';

export interface WebhookOptions {
  clock: Clock;
  /** Settings of the connection; some schemes keep a public key there. */
  settings?: Readonly<Record<string, unknown>>;
  /** Where the delivery's id stands, for schemes that sign it: the manifest's `webhooks.delivery`. */
  delivery?: WebhookLocator;
}

export type WebhookType = WebhookVerify['type'];

/** What a strategy works with. */
export interface WebhookCheck<Type extends WebhookType = WebhookType> extends WebhookOptions {
  verify: Extract<WebhookVerify, { type: Type }>;
  request: WebhookRequest;
  /** Newest first; any may have signed, as long as a rotation lasts. */
  secrets: readonly string[];
}

/** What an accepted delivery proved. */
export interface WebhookProof {
  /** When it was signed, in milliseconds since 1970, where the provider says so. */
  timestamp?: number;
}

/** Checks one delivery. Throws WebhookRefusal unless the proof holds. */
export type WebhookStrategy<Type extends WebhookType = WebhookType> = (
  check: WebhookCheck<Type>,
) => WebhookProof | Promise<WebhookProof>;

/** One strategy for every scheme of the vocabulary: a new scheme does not compile until it is served. */
export type WebhookStrategies = { [Type in WebhookType]: WebhookStrategy<Type> };
