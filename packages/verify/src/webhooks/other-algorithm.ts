import { createHmac } from 'node:crypto';
import { locate } from '@patchbay/runtime';
import type { Attempt } from './attempt.ts';
import { changeHeader } from './change-proof.ts';

/** The claims of a token under an algorithm anybody can sign with: none at all, and the public key taken for a shared secret. */
export function withOtherAlgorithm(good: Attempt, header: string): { how: string; attempt: Attempt }[] {
  const [, claims = '', signature = ''] = (locate({ header }, good.request) ?? '').split('.');
  const [key = ''] = good.secrets;
  const unsigned = `${encode({ alg: 'none' })}.${claims}`;
  const confused = `${encode({ alg: 'HS256' })}.${claims}`;
  const withToken = (how: string, token: string) => ({
    how,
    attempt: { ...good, request: changeHeader(good.request, header, () => token) },
  });
  return [
    withToken('with no algorithm and no signature', `${unsigned}.`),
    withToken('with no algorithm and its signature', `${unsigned}.${signature}`),
    ...(key.includes('-----BEGIN ')
      ? [
          withToken(
            'with its public key taken for a shared secret',
            `${confused}.${createHmac('sha256', key).update(confused).digest('base64url')}`,
          ),
        ]
      : []),
  ];
}

function encode(header: object): string {
  return Buffer.from(JSON.stringify(header)).toString('base64url');
}
