import { createEgressPolicy } from '@patchbay/runtime';
import { expect, test } from 'vitest';
import { isAllowedUrl } from './is-allowed-url.ts';

const egress = createEgressPolicy({ allow: ['idp.internal', '10.0.0.0/8'] });
const ask = (url: string, ...addresses: string[]) =>
  isAllowedUrl(egress, url, async () => {
    if (addresses.length === 0) throw new Error('ENOTFOUND');
    return addresses;
  });

test('a name goes by its addresses, all of them', async () => {
  expect(await ask('https://login.example.com', '93.184.216.34')).toBe(true);
  expect(await ask('https://login.example.com', '192.168.1.1')).toBe(false);
  expect(await ask('https://login.example.com', '93.184.216.34', '127.0.0.1')).toBe(false);
  expect(await ask('https://login.example.com', '10.1.2.3')).toBe(true);
  expect(await ask('https://idp.internal', '192.168.1.1')).toBe(true);
  expect(await ask('https://login.example.com')).toBe(false);
});

test('metadata addresses are never allowed, nor other schemes', async () => {
  expect(await ask('https://idp.internal', '169.254.169.254')).toBe(false);
  expect(await ask('file:///etc/passwd', '93.184.216.34')).toBe(false);
});

test('addresses in the URL itself', async () => {
  expect(await isAllowedUrl(egress, 'http://10.1.2.3:8080/x')).toBe(true);
  expect(await isAllowedUrl(egress, 'http://[::1]/x')).toBe(false);
});
