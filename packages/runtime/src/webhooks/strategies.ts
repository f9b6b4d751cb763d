import { basic } from './basic.ts';
import { ed25519 } from './ed25519.ts';
import { fixedValue } from './fixed-value.ts';
import { hmac } from './hmac.ts';
import { jws } from './jws.ts';
import { none } from './none.ts';
import { standardWebhooks } from './standard-webhooks.ts';
import type { WebhookStrategies } from './webhook-strategy.ts';

export const webhookStrategies = {
  hmac,
  static: fixedValue,
  basic,
  ed25519,
  jws,
  standard_webhooks: standardWebhooks,
  none,
} satisfies WebhookStrategies;
