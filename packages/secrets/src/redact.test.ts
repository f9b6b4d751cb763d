import { describe, expect, it } from 'vitest';
import { createRedactor, redact } from './redact.ts';

const secret = 'p@ss w0rd/+&"Ω';

describe('redact', () => {
  it('finds a secret in every form it travels in', () => {
    const forms = [
      secret,
      encodeURIComponent(secret),
      new URLSearchParams({ a: secret }).toString(),
      JSON.stringify({ token: secret }),
      Buffer.from(secret).toString('hex'),
      ...['', 'a', 'user', 'user:', 'somebody@example.com:'].flatMap((before) =>
        ['', '!', ':after'].flatMap((after) => [
          `Basic ${Buffer.from(before + secret + after).toString('base64')}`,
          Buffer.from(before + secret + after).toString('base64url'),
        ]),
      ),
    ];
    for (const form of forms) {
      const text = redact(`before ${form} after`, [secret]);
      expect(text).toContain('[redacted]');
      expect(text).toMatch(/^before .* after$/);
      expect(decodeAll(text)).not.toContain('w0rd');
    }
  });

  it('goes through objects, keys, maps, errors and their causes', () => {
    const error = new Error(`refused ${secret}`, { cause: new Error(secret) });
    const value = { list: [secret, 1, null], [secret]: true, map: new Map([[secret, secret]]), error, at: new Date(0) };
    const clean = redact(value, [secret]);
    expect(JSON.stringify([clean, [...clean.map]])).not.toContain('w0rd');
    expect(clean.error.message).toBe('refused [redacted]');
    expect(clean.list).toEqual(['[redacted]', 1, null]);
    expect(clean.at).toEqual(new Date(0));
    expect(value.list[0]).toBe(secret);
  });

  it('survives a circle and drops binary data', () => {
    const value: Record<string, unknown> = { body: Buffer.from(secret) };
    value.self = value;
    expect(redact(value, [secret])).toEqual({ body: '[binary]', self: '[circular]' });
  });

  it('takes the longer of two secrets whole, and learns more later', () => {
    const redactor = createRedactor(['token-1234', 'token-1234-refresh']);
    expect(redactor.redactText('token-1234-refresh token-1234 later-one')).toBe('[redacted] [redacted] later-one');
    redactor.add(['later-one', 'abc', '']);
    expect(redactor.redactText('abc later-one')).toBe('abc [redacted]');
  });

  it('leaves text without secrets alone', () => {
    expect(redact('a.c $& (x) [y] /z', ['[.*]$&'])).toBe('a.c $& (x) [y] /z');
    expect(createRedactor().redactText('same')).toBe('same');
  });
});

/** The text, and what any base64 or percent-encoding in it stands for. */
function decodeAll(text: string): string {
  const words = text.split(/[\s"{}:=]+/);
  return [text, ...words.map((word) => Buffer.from(word, 'base64').toString('latin1'))].join(' ');
}
