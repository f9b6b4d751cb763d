import { createHmac } from 'node:crypto';

/** What ties an ID token to the sign-in it was asked for. The state is tied to the browser already, so it follows from that. */
export function toNonce(secret: string, state: string): string {
  return createHmac('sha256', secret).update(`sso-nonce/${state}`).digest('base64url');
}
