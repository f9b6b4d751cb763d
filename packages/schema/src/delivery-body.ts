import type { WebhookVector } from './webhook-vectors.ts';

/** The bytes of the body of a delivery, whichever way it is written. */
export function deliveryBody({ body, bodyBase64, json }: WebhookVector['request']): Uint8Array {
  if (bodyBase64 !== undefined) return Uint8Array.from(atob(bodyBase64), (character) => character.charCodeAt(0));
  return new TextEncoder().encode(body ?? JSON.stringify(json));
}
