import { createHash, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { isEqualInConstantTime } from './constant-time.ts';
import { type KeyFormat, readKeys, requireSome } from './keys.ts';
import { requireHeader } from './read-headers.ts';
import { WebhookRefusal } from './webhook-refusal.ts';
import type { WebhookStrategy } from './webhook-strategy.ts';

/**
 * A JWS in a header whose claim holds the SHA-256 of the body in hexadecimal. The secret is the shared one for HS256, and the
 * public key or certificate in PEM for RS256 and ES256. `exp` and `nbf` are obeyed where they are claimed.
 */
export const jws: WebhookStrategy<'jws'> = async ({ verify, request, secrets, clock }) => {
  const token = requireHeader(request, verify.header);
  const algorithm = algorithmOf(token);
  if (!verify.algorithms.some((allowed) => allowed === algorithm))
    throw new WebhookRefusal('signature_malformed', 'The JWS is signed with an algorithm the provider does not use.');
  const claims = await readClaims(token, readVerificationKeys(secrets, algorithm, verify.key), {
    algorithms: [algorithm],
    currentDate: new Date(clock.now()),
    ...(verify.issuer === undefined ? {} : { issuer: verify.issuer }),
  });
  const hash = claims[verify.bodyHashClaim];
  if (typeof hash !== 'string')
    throw new WebhookRefusal('message_incomplete', `The JWS has no claim ${verify.bodyHashClaim}.`);
  const expected = createHash('sha256').update(request.rawBody).digest('hex');
  if (!isEqualInConstantTime(hash.toLowerCase(), expected))
    throw new WebhookRefusal('signature_mismatch', 'The JWS was made for another body.');
  return claims.iat === undefined ? {} : { timestamp: claims.iat * 1000 };
};

/** Tries every key: the token does not say which secret it was signed with. */
async function readClaims(
  token: string,
  keys: readonly KeyObject[],
  options: NonNullable<Parameters<typeof jwtVerify>[2]>,
): Promise<JWTPayload> {
  for (const key of keys) {
    try {
      return (await jwtVerify(token, key, options)).payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired || (isClaimFault(error) && error.claim === 'nbf'))
        throw new WebhookRefusal('timestamp_outside_window', 'The JWS is not valid now. It may be a replay.');
      if (isClaimFault(error))
        throw new WebhookRefusal('signature_mismatch', `The claim ${error.claim} of the JWS is not as expected.`);
      if (error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid) throw malformed();
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
    }
  }
  throw new WebhookRefusal('signature_mismatch', 'The JWS was not signed with the secret of this endpoint.');
}

function algorithmOf(token: string): string {
  try {
    return decodeProtectedHeader(token).alg ?? '';
  } catch {
    throw malformed();
  }
}

function readVerificationKeys(secrets: readonly string[], algorithm: string, format: KeyFormat): KeyObject[] {
  const isPem = (secret: string) => secret.trimStart().startsWith('-----BEGIN ');
  if (algorithm === 'HS256') {
    // A public key everybody knows must never serve as a shared secret.
    const shared = secrets.filter((secret) => !isPem(secret));
    return readKeys(shared, format).map((bytes) => createSecretKey(bytes));
  }
  const type = algorithm === 'RS256' ? 'rsa' : 'ec';
  return requireSome(
    secrets
      .filter(isPem)
      .map(readPublicKey)
      .filter((key) => key?.asymmetricKeyType === type)
      .filter((key) => key !== null),
  );
}

function readPublicKey(pem: string): KeyObject | null {
  try {
    return createPublicKey(pem);
  } catch {
    return null;
  }
}

function isClaimFault(error: unknown): error is errors.JWTClaimValidationFailed {
  return error instanceof errors.JWTClaimValidationFailed;
}

function malformed(): WebhookRefusal {
  return new WebhookRefusal('signature_malformed', 'The signature header does not hold a JWS.');
}
