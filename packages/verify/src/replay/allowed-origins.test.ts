import { expect, test } from 'vitest';
import { isAllowedUrl } from './allowed-origins.ts';

const settings = { baseUrl: 'https://git.example.com:8443/sub', region: 'eu' };
const hosts = ['api.example.com', '*.cdn.example.com', '{settings.baseUrl}', '{settings.region}.example.org'];

test.each([
  'https://api.example.com/x',
  'https://a.b.cdn.example.com/',
  'https://git.example.com:8443/x',
  'https://eu.example.org/',
])('%s is declared', (url) => {
  expect(isAllowedUrl(url, hosts, settings)).toBe(true);
});

test.each([
  'http://api.example.com/',
  'https://api.example.com:8443/',
  'https://cdn.example.com/',
  'https://evil-cdn.example.com/',
  'https://git.example.com/',
  'https://eu.evil.example.org/',
  'https://api.example.com.evil.example.net/',
  'https://apixexample.com/',
  'https://user@api.example.com/',
])('%s is not', (url) => {
  expect(isAllowedUrl(url, hosts, settings)).toBe(false);
});

test.each([
  'https://a@git.example.com',
  'https://127.0.0.1',
  'https://git.example.com#x',
  'https://git.example.com\\x',
  'ftp://a.b',
])('the setting %s opens no host', (baseUrl) => {
  const { protocol, host } = new URL(baseUrl);
  expect(isAllowedUrl(`${protocol}//${host}/`, hosts, { baseUrl })).toBe(false);
});
