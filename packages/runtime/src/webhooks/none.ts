import type { WebhookStrategy } from './webhook-strategy.ts';

/**
 * The provider signs nothing. The secret path of the endpoint is all that keeps strangers out, so what a delivery says is only a
 * hint to read again; the verdict names the scheme for that.
 */
export const none: WebhookStrategy<'none'> = () => ({});
