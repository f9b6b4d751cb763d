import { createPrivateKey, createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { readSigningKey } from './jwt-key.ts';
import { signCompact } from './sign-jwt.ts';

/** RFC 7515, A.2.1. */
const rsa: JsonWebKey = {
  kty: 'RSA',
  n: 'ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ',
  e: 'AQAB',
  d: 'Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2NXOoAJe46sui395IW_GO-pWJ1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M_V51gfpRLI9JYanrC4D4qAdGcopV_0ZHHzQlBjudU2QvXt4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x_jTj3ccPDVZFD9pIuhLhBOneufuBiB4cS98l2SR_RQyGWSeWjnczT0QU91p1DhOVRuOopznQ',
  p: '4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH_5IB3jw3bcxGn6QLvnEtfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw_Py5PJdTJNPY8cQn7ouZ2KKDcmnPGBY5t7yLc1QlQ5xHdwW1VhvKn-nXqhJTBgIPgtldC-KDV5z-y2XDwGUc',
  q: 'uQPEfgmVtjL0Uyyx88GZFF1fOunH3-7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYsp1ZSe7zFYHj7C6ul7TjeLQeZD_YwD66t62wDmpe_HlB-TnBA-njbglfIsRLtXlnDzQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdc',
  dp: 'BwKfV3Akq5_MFZDFZCnW-wzl-CCo83WoZvnLQwCTeDv8uzluRSnm71I3QCLdhrqE2e9YkxvuxdBfpT_PI7Yz-FOKnu1R6HsJeDCjn12Sk3vmAktV2zb34MCdy7cpdTh_YVr7tss2u6vneTwrA86rZtu5Mbr1C1XsmvkxHQAdYo0',
  dq: 'h_96-mK1R_7glhsum81dZxjTnYynPbZpHziZjeeHcXYsXaaMwkOlODsWa7I9xXDoRwbKgB719rrmI2oKr6N3Do9U0ajaHF-NKJnwgjMd2w9cjz3_-kyNlxAr2v4IKhGNpmM5iIgOS1VZnOZ68m6_pbLBSp3nssTdlqvd0tIiTHU',
  qi: 'IYd7DHOhrWvxkwPQsRM2tOgrjbcrfvtQJipd-DlcxyVuuM9sQLdgjVk2oy26F0EmpScGLq2MowX7fhd_QJQ3ydy5cY7YIBi87w93IKLEdfnbJtoOPLUW0ITrJReOgo1cq9SbsxYawBgfp_gh6A5603k2-ZQwVK0JKSHuLFkuQ3U',
};
/** RFC 7515, A.3.1. */
const ec: JsonWebKey = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI',
};
/** RFC 8037, A.1. */
const ed25519: JsonWebKey = {
  kty: 'OKP',
  crv: 'Ed25519',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
};
const claims = '{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}';
const encodedClaims = 'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';

function toPem(key: JsonWebKey): string {
  return createPrivateKey({ key, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }).toString();
}

function readPem(algorithm: 'RS256' | 'ES256' | 'EdDSA', key: JsonWebKey) {
  return readSigningKey({ algorithm, keyEncoding: 'pem' }, toPem(key), 'key');
}

test('RFC 7515, A.2: RS256', async () => {
  expect(await signCompact({ alg: 'RS256' }, claims, readPem('RS256', rsa))).toBe(
    `eyJhbGciOiJSUzI1NiJ9.${encodedClaims}.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw`,
  );
});

test('RFC 7515, A.3: ES256 signs at random, so what we sign and what the RFC signed both hold for its key', async () => {
  const signed = await signCompact({ alg: 'ES256' }, claims, readPem('ES256', ec));
  const [header, payload, signature = ''] = signed.split('.');
  expect([header, payload]).toEqual(['eyJhbGciOiJFUzI1NiJ9', encodedClaims]);
  const { d: _secret, ...open } = ec;
  const key = createPublicKey({ key: open, format: 'jwk' });
  const published = 'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q';
  for (const one of [signature, published]) {
    const bytes = Buffer.from(one, 'base64url');
    const text = Buffer.from(`${header}.${payload}`);
    expect(verify('sha256', text, { key, dsaEncoding: 'ieee-p1363' }, bytes)).toBe(true);
  }
});

test('RFC 8037, A.4: EdDSA', async () => {
  expect(await signCompact({ alg: 'EdDSA' }, 'Example of Ed25519 signing', readPem('EdDSA', ed25519))).toBe(
    'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
  );
});

test('RFC 7520, 4.4: HS256 with a key id', async () => {
  const key = readSigningKey(
    { algorithm: 'HS256', keyEncoding: 'base64' },
    'hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg',
    'key',
  );
  const payload =
    "It\u2019s a dangerous business, Frodo, going out your door. You step onto the road, and if you don't keep your feet, there\u2019s no knowing where you might be swept off to.";
  expect(await signCompact({ alg: 'HS256', kid: '018c0ae5-4d9b-471b-bfd6-eef314bc7037' }, payload, key)).toBe(
    'eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9.SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4.s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0',
  );
});

test.each([
  ['line breaks written out', (pem: string) => pem.replaceAll('\n', '\\n')],
  ['carriage returns', (pem: string) => pem.replaceAll('\n', '\r\n')],
  ['everything on one line', (pem: string) => pem.replaceAll('\n', ' ')],
  ['no line break at the end', (pem: string) => pem.trim()],
])('a PEM key with %s is read', async (_name, change) => {
  const key = readSigningKey({ algorithm: 'EdDSA', keyEncoding: 'pem' }, change(toPem(ed25519)), 'key');
  expect(await signCompact({ alg: 'EdDSA' }, 'x', key)).toBe(
    await signCompact({ alg: 'EdDSA' }, 'x', readPem('EdDSA', ed25519)),
  );
});

test('a key in base64 is PEM or DER inside', () => {
  const der = createPrivateKey({ key: ed25519, format: 'jwk' }).export({ type: 'pkcs8', format: 'der' });
  for (const bytes of [der, Buffer.from(toPem(ed25519))])
    expect(
      readSigningKey({ algorithm: 'EdDSA', keyEncoding: 'base64' }, bytes.toString('base64'), 'key'),
    ).toMatchObject({ asymmetricKeyType: 'ed25519' });
});

const encrypted = createPrivateKey({ key: ed25519, format: 'jwk' })
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret-words' })
  .toString();
const publicPem = createPublicKey({ key: ec, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();

test.each([
  ['RS256', 'pem', toPem(ec), 'is an EC key on the curve prime256v1, but tokens are signed with RS256'],
  ['ES256', 'pem', toPem(rsa), 'is an RSA key of 2048 bits, but tokens are signed with ES256'],
  ['EdDSA', 'pem', toPem(rsa), 'needs an Ed25519 key'],
  ['RS256', 'pem', 'not a key', 'is not PEM text'],
  ['RS256', 'pem', publicPem, 'holds a public key, not a private key'],
  ['RS256', 'pem', toPem(rsa).replace('MII', 'XII'), 'is not a valid private key'],
  ['EdDSA', 'pem', encrypted, 'is protected by a passphrase'],
  ['HS256', 'hex', 'xyz', 'is not written in hex'],
  ['HS256', 'base64', '%%%', 'is not written in base64'],
  ['RS256', 'base64', 'AAAA', 'is not a valid private key'],
] as const)('%s with a wrong key (%s) says what is wrong, and not the key', (algorithm, keyEncoding, text, message) => {
  let caught: unknown;
  try {
    readSigningKey({ algorithm, keyEncoding }, text, 'signing key');
  } catch (error) {
    caught = error;
  }
  expect(caught).toMatchObject({ class: 'auth_invalid', whoseFault: 'you', message: expect.stringContaining(message) });
  expect(caught).toMatchObject({ nextStep: expect.stringMatching(/./) });
  expect(caught).not.toHaveProperty('cause');
  for (const line of text.split('\n').filter((one) => one.length > 20 && !one.startsWith('-----')))
    expect(String((caught as Error).stack)).not.toContain(line);
});
