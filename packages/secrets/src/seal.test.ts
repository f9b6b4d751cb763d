import { randomBytes } from 'node:crypto';
import { isPatchbayError } from '@patchbay/schema';
import { describe, expect, it } from 'vitest';
import { createKeyRing } from './key-ring.ts';
import { open, readKeyId, seal } from './seal.ts';

const canary = 'canary-9f2c71-secret';
const aad = 'org_1:con_1:1';
const oldKey = `old:${randomBytes(32).toString('base64')}`;
const newKey = `new:${randomBytes(32).toString('base64')}`;
const ring = createKeyRing(oldKey);

/** The error, after proving that nothing of the secret or the envelope is in it. */
function refusal(envelope: string, withAad = aad, keyRing = ring): string {
  try {
    open(keyRing, envelope, withAad);
  } catch (error) {
    if (!isPatchbayError(error)) throw error;
    const shown = `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
    expect(shown).not.toContain(canary);
    const ciphertext = envelope.split(':').at(-1);
    if (ciphertext && ciphertext.length > 8) expect(shown).not.toContain(ciphertext);
    expect(error.code).toBe('internal');
    return error.message;
  }
  throw new Error('it opened');
}

describe('seal and open', () => {
  it('gives back what was sealed, whatever it holds', () => {
    for (const text of [canary, '', 'ünïcödé 🗝 \0', 'x'.repeat(100_000)]) {
      expect(open(ring, seal(ring, text, aad), aad)).toBe(text);
    }
  });

  it('writes v1:keyId:iv:tag:ciphertext with a fresh 12-byte IV each time', () => {
    const envelopes = Array.from({ length: 200 }, () => seal(ring, canary, aad));
    const [version, keyId, iv, tag] = (envelopes[0] ?? '').split(':');
    expect([version, keyId]).toEqual(['v1', 'old']);
    expect(Buffer.from(iv ?? '', 'base64url')).toHaveLength(12);
    expect(Buffer.from(tag ?? '', 'base64url')).toHaveLength(16);
    expect(new Set(envelopes.map((envelope) => envelope.split(':')[2])).size).toBe(200);
    expect(envelopes.join()).not.toContain(canary);
    expect(readKeyId(envelopes[0] ?? '')).toBe('old');
  });

  it('opens old envelopes after a rotation and seals with the new key', () => {
    const rotated = createKeyRing(`${newKey},${oldKey}`);
    expect(open(rotated, seal(ring, canary, aad), aad)).toBe(canary);
    expect(readKeyId(seal(rotated, canary, aad))).toBe('new');
  });

  it('does not open in another row', () => {
    expect(refusal(seal(ring, canary, aad), 'org_1:con_2:1')).toContain('moved from another row');
  });

  it('notices every changed character', () => {
    const envelope = seal(ring, canary, aad);
    for (let index = 'v1:old:'.length; index < envelope.length; index++) {
      if (envelope[index] === ':') continue;
      const other = envelope[index] === 'A' ? 'B' : 'A';
      refusal(envelope.slice(0, index) + other + envelope.slice(index + 1));
    }
  });

  it('does not open with another key, under its id or another', () => {
    const envelope = seal(ring, canary, aad);
    const impostor = createKeyRing(`old:${randomBytes(32).toString('base64')}`);
    expect(refusal(envelope, aad, impostor)).toContain('the key old is not the one');
    expect(refusal(envelope, aad, createKeyRing(newKey))).toContain('PATCHBAY_ENCRYPTION_KEYS does not hold');
    const twins = createKeyRing(`${oldKey},twin:${oldKey.slice(4)}`);
    refusal(envelope.replace('v1:old:', 'v1:twin:'), aad, twins);
  });

  it('refuses cut off, extended and foreign text', () => {
    const envelope = seal(ring, canary, aad);
    for (let length = 0; length < envelope.length; length += 3) refusal(envelope.slice(0, length));
    for (const text of [`${envelope}:x`, `${envelope}=`, `v2${envelope.slice(2)}`, canary, '::::', ' ']) refusal(text);
  });
});
