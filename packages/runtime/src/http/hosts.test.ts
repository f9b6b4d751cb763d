import { expect, test } from 'vitest';
import { createHostCheck } from './hosts.ts';

const settings = { baseUrl: 'https://git.example.com:8443/sub', region: 'eu' };
const hosts = [
  'api.example.com',
  '*.cdn.example.com',
  'alt.example.com:9443',
  '{settings.baseUrl}',
  '{settings.region}.example.org',
];
const check = createHostCheck(hosts, { settings });

test.each([
  'https://api.example.com/x',
  'https://API.example.com/x',
  'https://a.b.cdn.example.com/',
  'https://alt.example.com:9443/',
  'https://git.example.com:8443/other',
  'https://eu.example.org/',
])('%s is declared', (url) => {
  expect(check(new URL(url))).toBe(true);
});

test.each([
  'http://api.example.com/',
  'https://api.example.com:8443/',
  'https://cdn.example.com/',
  'https://evilcdn.example.com/',
  'https://alt.example.com/',
  'https://git.example.com/',
  'http://git.example.com:8443/',
  'https://us.example.org/',
  'https://api.example.com.evil.example/',
  'https://api-example.com/',
])('%s is not', (url) => {
  expect(check(new URL(url))).toBe(false);
});

test.each(['eu.evil', 'eu/', 'eu#', '', 'a@b', '-eu', 'e\u200bu'])(
  'a setting "%s" that is no label opens nothing',
  (region) => {
    const opened = createHostCheck(['{settings.region}.example.org'], { settings: { region } });
    expect(opened(new URL('https://eu.example.org/'))).toBe(false);
    expect(opened(new URL('https://eu.evil.example.org/'))).toBe(false);
  },
);

test('an entry whose setting has no value opens nothing', () => {
  expect(createHostCheck(['{settings.tokenUrl}'], { settings: {} })(new URL('https://example.com/'))).toBe(false);
});

test('written hosts are reached over plain http only where the manifest says so', () => {
  expect(createHostCheck(['api.example.com'], {}, { allowHttp: true })(new URL('http://api.example.com/'))).toBe(true);
});
