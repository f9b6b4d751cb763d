import type { components, ProviderDetail } from '@patchbay/client';

type Schemas = components['schemas'];

export type Webhook = Schemas['Webhook'];
export type WebhookWithSecret = Schemas['WebhookWithSecret'];
export type WebhookDelivery = Schemas['WebhookDelivery'];
export type WebhookDeliveryDetail = Schemas['WebhookDeliveryDetail'];
/** What a provider offers for webhooks. */
export type WebhookOffer = NonNullable<ProviderDetail['webhooks']>;
