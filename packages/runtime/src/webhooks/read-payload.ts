import { readBody } from './read-body.ts';
import type { WebhookRequest } from './webhook-request.ts';

/** The payload for people and programs: JSON or the fields of a form; null when it is neither. Forms that hold JSON in one field are unpacked. */
export function readWebhookPayload(request: WebhookRequest): unknown {
  return readBody(request) ?? null;
}
