import { readMoment } from '../errors/moments.ts';

export interface Cookie {
  value: string;
  /** Milliseconds since 1970; null for one that lasts as long as the sign-in. */
  endsAt: number | null;
}

/** The last cookie of that name in Set-Cookie headers; null when there is none or the answer deletes it. */
export function readCookie(setCookies: readonly string[], name: string, now: number): Cookie | null {
  return parseCookies(setCookies, now).get(name) ?? null;
}

/** The cookies of an answer as a Cookie header, without those it deletes; empty when there are none. */
export function cookieHeader(setCookies: readonly string[], now: number): string {
  return [...parseCookies(setCookies, now)].map(([name, { value }]) => `${name}=${value}`).join('; ');
}

function parseCookies(setCookies: readonly string[], now: number): Map<string, Cookie> {
  const cookies = new Map<string, Cookie>();
  for (const line of setCookies) {
    const [pair = '', ...attributes] = line.split(';');
    const at = pair.indexOf('=');
    if (at < 1) continue;
    const name = pair.slice(0, at).trim();
    const value = pair.slice(at + 1).trim();
    const endsAt = readEnd(attributes, now);
    if (value === '' || (endsAt !== null && endsAt <= now)) cookies.delete(name);
    else cookies.set(name, { value, endsAt });
  }
  return cookies;
}

/** Max-Age wins over Expires (RFC 6265, 4.1.2.2). */
function readEnd(attributes: readonly string[], now: number): number | null {
  let expires: number | null = null;
  for (const attribute of attributes) {
    const [name = '', value = ''] = attribute.split(/=(.*)/s).map((part) => part.trim());
    if (name.toLowerCase() === 'max-age' && /^-?\d+$/.test(value)) return now + Number(value) * 1000;
    if (name.toLowerCase() === 'expires') expires = readMoment(value, 'http_date', now);
  }
  return expires;
}
