import type { Webhooks } from '@patchbay/schema';
import type { HeaderInput } from '../types.ts';

/** A delivery as it arrived, before anything parsed it. */
export interface WebhookRequest {
  method: string;
  /** The whole URL the provider was told, not the one behind a proxy: some providers sign it. */
  url: string;
  headers: HeaderInput;
  /** The bytes of the body as they arrived. */
  rawBody: Uint8Array;
}

/** Where a delivery tells something: a header, JMESPath over the body, or a query parameter. */
export type WebhookLocator = NonNullable<Webhooks['event']>;
