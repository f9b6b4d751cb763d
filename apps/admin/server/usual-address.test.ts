import { expect, test } from 'vitest';
import { usualAddress } from './usual-address.ts';

const appUrl = 'http://localhost:3000';

test.each([
  ['127.0.0.1:3000', '/connections?q=a', 'http://localhost:3000/connections?q=a'],
  ['[::1]:3000', '/', 'http://localhost:3000/'],
])('%s%s goes on at %s', (host, path, there) => {
  expect(usualAddress(appUrl, { host, path })).toBe(there);
});

test.each([
  ['the usual name', appUrl, 'localhost:3000'],
  ['a port somebody else put in front', appUrl, '127.0.0.1:8080'],
  ['a name that is not this machine’s', appUrl, 'patchbay.internal:3000'],
  ['an installation that is reached from elsewhere', 'http://patchbay.internal:3000', '127.0.0.1:3000'],
  ['an installation behind TLS', 'https://localhost:3000', '127.0.0.1:3000'],
  ['no host', appUrl, undefined],
  ['a host that is none', appUrl, 'a b'],
  ['a path that looks like a host', appUrl, 'localhost:3000/@127.0.0.1:3000'],
])('nobody is sent on from %s', (_what, address, host) => {
  expect(usualAddress(address, { host, path: '/' })).toBeNull();
});

test('a path cannot lead elsewhere', () => {
  const there = usualAddress(appUrl, { host: '127.0.0.1:3000', path: '//evil.example/' });
  expect(new URL(there ?? '').host).toBe('localhost:3000');
});
