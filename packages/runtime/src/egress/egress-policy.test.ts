import { expect, test } from 'vitest';
import { classifyAddress } from './address-class.ts';
import { createEgressPolicy } from './egress-policy.ts';

test.each([
  ['1.1.1.1', 'public'],
  ['2606:4700::1111', 'public'],
  ['127.0.0.1', 'loopback'],
  ['127.8.9.10', 'loopback'],
  ['::1', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['10.1.2.3', 'private'],
  ['192.168.0.1', 'private'],
  ['172.16.0.1', 'private'],
  ['100.64.0.1', 'private'],
  ['fd12::1', 'private'],
  ['::ffff:10.0.0.1', 'private'],
  ['169.254.169.254', 'forbidden'],
  ['::ffff:169.254.169.254', 'forbidden'],
  ['::ffff:a9fe:a9fe', 'forbidden'],
  ['64:ff9b::169.254.169.254', 'forbidden'],
  ['2002:a9fe:a9fe::1', 'forbidden'],
  ['::169.254.169.254', 'forbidden'],
  ['fd00:ec2::254', 'forbidden'],
  ['100.100.100.200', 'forbidden'],
  ['168.63.129.16', 'forbidden'],
  ['0.0.0.0', 'forbidden'],
  ['::', 'forbidden'],
  ['224.0.0.1', 'forbidden'],
  ['ff02::1', 'forbidden'],
  ['255.255.255.255', 'forbidden'],
  ['240.0.0.1', 'forbidden'],
  ['fe80::1', 'forbidden'],
  ['not an address', 'forbidden'],
])('%s is %s', (address, kind) => {
  expect(classifyAddress(address)).toBe(kind);
});

test.each([
  'http://169.254.169.254/latest/meta-data/',
  'http://[::ffff:169.254.169.254]/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://0.0.0.0/',
  'http://[fd00:ec2::254]/',
])('%s is refused even when everything is listed', (url) => {
  const policy = createEgressPolicy({ allow: ['loopback', 'private', '0.0.0.0/0', '::/0', '169.254.169.254'] });
  expect(() => policy.checkUrl(url)).toThrow('never calls');
});

test.each([
  ['http://127.0.0.1:3000/', ['loopback']],
  ['http://localhost:3000/', ['loopback']],
  ['http://localhost:3000/', ['localhost']],
  ['http://10.1.2.3/', ['private']],
  ['http://10.1.2.3/', ['10.0.0.0/8']],
  ['http://10.1.2.3:5000/', ['10.1.2.3:5000']],
  ['http://[fd12::1]:8443/', ['[fd12::1]:8443']],
  ['http://[fd12::1]/', ['fd12::1']],
])('%s is allowed by %j', (url, allow) => {
  expect(createEgressPolicy({ allow }).checkUrl(url).href).toBe(url);
});

test.each([
  ['http://127.0.0.1:3000/', []],
  ['http://127.0.0.1:3000/', ['127.0.0.1:3001']],
  ['http://127.0.0.1:3000/', ['private']],
  ['http://localhost./', []],
  ['http://a.localhost/', []],
  ['http://10.1.2.3/', ['loopback', '10.2.0.0/16']],
  ['http://[::1]/', ['10.0.0.0/8']],
])('%s is refused by %j, and the message tells whom to ask', (url, allow) => {
  expect(() => createEgressPolicy({ allow }).checkUrl(url)).toThrow('PATCHBAY_EGRESS_ALLOW');
});

test.each([
  ['file:///etc/passwd', 'Only http and https'],
  ['gopher://example.com/', 'Only http and https'],
  ['https://user:pass@example.com/', 'user name or password'],
  ['not a url', 'not a valid URL'],
])('%s is refused', (url, message) => {
  expect(() => createEgressPolicy({ allow: ['loopback'] }).checkUrl(url)).toThrow(message);
});

test('a host listed with a port is reached on that port only', () => {
  const policy = createEgressPolicy({ allow: ['registry.lan:5000'] });
  const destination = { hostname: 'registry.lan', address: '10.0.0.7', port: 5000 };
  expect(() => policy.checkDestination(destination)).not.toThrow();
  expect(() => policy.checkDestination({ ...destination, port: 22 })).toThrow('private address');
});

test('a mistake in the list is named at once', () => {
  expect(() => createEgressPolicy({ allow: ['http://example.com'] })).toThrow('"http://example.com" in the egress');
  expect(() => createEgressPolicy({ allow: ['10.0.0.0/99'] })).toThrow('10.0.0.0/99');
});
