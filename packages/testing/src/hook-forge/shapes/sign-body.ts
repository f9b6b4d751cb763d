import { createHmac } from 'node:crypto';

/** HMAC with SHA-256, in hexadecimal. */
export function signBody(secret: string, body: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}
