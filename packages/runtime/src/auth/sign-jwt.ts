import type { KeyObject } from 'node:crypto';

export interface JwtHeader {
  alg: 'RS256' | 'ES256' | 'HS256' | 'EdDSA';
  typ?: 'JWT';
  kid?: string;
}

/** Signs bytes as a compact JWS (RFC 7515). */
export async function signCompact(header: JwtHeader, payload: string, key: KeyObject | Uint8Array): Promise<string> {
  // Loaded when the first token is signed: most installations never sign one.
  const { CompactSign } = await import('jose');
  return new CompactSign(Buffer.from(payload, 'utf8')).setProtectedHeader({ ...header }).sign(key);
}
