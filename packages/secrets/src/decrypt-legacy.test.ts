import { describe, expect, it } from 'vitest';
import { decryptLegacy } from './decrypt-legacy.ts';

// Made with: printf %s "$text" | openssl enc -aes-256-cbc -K $(printf %s "$key" | xxd -p -c64) -iv $iv | xxd -p
const key = 'key-of-the old system-32-bytes!!';
const iv = '000102030405060708090a0b0c0d0e0f';
const vectors = [
  ['glpat-XYZ_canary', '2f998a29e7714de07daa61eb40f2ea3030521b9346cf313139c844e397188b89'],
  ['', '817fd15b9837a198ac4d4cd1663fff54'],
  ['ünïcödé 🗝', '9e860e968d0fde43a688dfdc0e56d158d8c67a48446cbea64f372db1d4aeae77'],
  ['sixteen-bytes-ok', 'c1b3873ed0b225f9f7d36ef9db001bb2ebb9ebb4df1b237d46dd2261b9cc6c79'],
] as const;
const [[plain, value]] = vectors;

describe('decryptLegacy', () => {
  it.each(vectors)('opens what OpenSSL encrypted: %j', (text, ciphertext) => {
    expect(decryptLegacy({ iv, value: ciphertext }, key)).toEqual({ data: text, success: true });
    expect(decryptLegacy({ value: `${iv}:${ciphertext}` }, key)).toEqual({ data: text, success: true });
  });

  it('takes the key as text, as bytes and in hex, in either case', () => {
    const bytes = Buffer.from(key, 'utf8');
    for (const form of [bytes, bytes.toString('hex'), bytes.toString('hex').toUpperCase()]) {
      expect(decryptLegacy({ iv: iv.toUpperCase(), value: value.toUpperCase() }, form).data).toBe(plain);
    }
  });

  it.each([
    ['another key', { iv, value }, 'another-key-of-another-system-32'],
    ['a key that is too short', { iv, value }, 'short'],
    ['no key', { iv, value }, ''],
    ['a key too long', { iv, value }, `${key}!`],
    ['no initialization vector', { iv: '', value }, key],
    ['none at all', { value }, key],
    ['a short one', { iv: iv.slice(2), value }, key],
    ['one that is not hex', { iv: iv.replace('0f', 'xy'), value }, key],
    ['an empty value', { iv, value: '' }, key],
    ['a cut off value', { iv, value: value.slice(0, -2) }, key],
    ['a value without its last block', { iv, value: value.slice(0, 32) }, key],
    ['a value that is not hex', { iv, value: plain }, key],
    ['two vectors', { value: `${iv}:${iv}:${value}` }, key],
  ])('tells of %s with a flag and not an exception', (_what, secret, withKey) => {
    expect(decryptLegacy(secret, withKey)).toEqual({ data: null, success: false });
  });

  it('refuses bytes that are no text', () => {
    // Another vector turns the first character into half of a UTF-8 sequence; the padding, in the last block, stays right.
    expect(decryptLegacy({ iv: `ff${iv.slice(2)}`, value }, key)).toEqual({ data: null, success: false });
  });
});
