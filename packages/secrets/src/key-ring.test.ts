import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { isPatchbayError } from '@patchbay/schema';
import { describe, expect, it } from 'vitest';
import { createKeyRing } from './key-ring.ts';

const key = () => randomBytes(32).toString('base64');

function problemOf(spec: string) {
  try {
    createKeyRing(spec);
  } catch (error) {
    if (isPatchbayError(error)) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}

describe('createKeyRing', () => {
  it('takes the first key for sealing and knows all', () => {
    const ring = createKeyRing(` new:${key()} ,\nold:${randomBytes(32).toString('base64url')}\n`);
    expect(ring.current.id).toBe('new');
    expect(ring.ids).toEqual(['new', 'old']);
    expect(ring.get('old')?.symmetricKeySize).toBe(32);
    expect(ring.get('other')).toBeNull();
  });

  it('names each bad entry by its place, without repeating it', () => {
    const short = randomBytes(16).toString('base64');
    const spec = ['nocolon', `:${key()}`, 'a:***', `b:${short}`, `c:${key()}`, `c:${key()}`].join(',');
    const error = problemOf(spec);
    expect(error.code).toBe('invalid_input');
    expect(error.details).toEqual([
      { path: '1', message: 'has no id: write id:base64' },
      { path: '2', message: 'has a bad id: use 1 to 32 letters, digits, - and _' },
      { path: '3', message: '(a) is not base64' },
      { path: '4', message: '(b) has 16 bytes instead of 32' },
      { path: '6', message: 'repeats the id c: each key needs its own' },
    ]);
    expect(error.message).toContain('openssl rand -base64 32');
    expect(error.message).not.toContain(short);
  });

  it('refuses an empty list and a mistyped character', () => {
    expect(problemOf(' , ').message).toContain('There is no encryption key');
    expect(problemOf(`a:${key().slice(0, 20)} ${key().slice(21)}`).message).toContain('(a) is not base64');
  });

  it('does not show keys when logged', () => {
    const secret = key();
    const ring = createKeyRing(`a:${secret}`);
    expect(inspect(ring, { depth: 9, showHidden: true }) + JSON.stringify(ring)).not.toContain(secret.slice(0, 12));
  });
});
