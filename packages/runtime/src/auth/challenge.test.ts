import { expect, test } from 'vitest';
import { parseChallenges } from './challenge.ts';

test.each([
  [
    'Bearer realm="https://auth.example.com/token",service="registry",scope="repository:a/b:pull,push"',
    [
      {
        scheme: 'bearer',
        parameters: { realm: 'https://auth.example.com/token', service: 'registry', scope: 'repository:a/b:pull,push' },
      },
    ],
  ],
  ['Basic realm="a \\"b\\""', [{ scheme: 'basic', parameters: { realm: 'a "b"' } }]],
  ['basic', [{ scheme: 'basic', parameters: {} }]],
  [
    'Bearer realm=x, Basic realm=y',
    [
      { scheme: 'bearer', parameters: { realm: 'x' } },
      { scheme: 'basic', parameters: { realm: 'y' } },
    ],
  ],
  ['Bearer realm = "x" , SERVICE="y"', [{ scheme: 'bearer', parameters: { realm: 'x', service: 'y' } }]],
  ['', []],
  ['"', []],
])('%s', (header, challenges) => {
  expect(parseChallenges(header)).toEqual(challenges);
});

test('a header made to be slow is not', () => {
  expect(parseChallenges(`Bearer ${'a='.repeat(50_000)}`)).toHaveLength(1);
});
