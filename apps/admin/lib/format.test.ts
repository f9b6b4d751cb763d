import { describe, expect, test } from 'vitest';
import {
  formatAge,
  formatBytes,
  formatDuration,
  formatNumber,
  formatRelative,
  humanize,
  initials,
  shortenId,
} from './format.ts';

const now = Date.parse('2026-03-10T12:00:00.000Z');

describe('times', () => {
  test.each([
    ['2026-03-10T11:59:55.000Z', 'just now'],
    ['2026-03-10T11:59:20.000Z', '40 seconds ago'],
    ['2026-03-10T11:57:00.000Z', '3 minutes ago'],
    ['2026-03-10T13:59:00.000Z', 'in 1 hour'],
    ['2026-03-09T11:00:00.000Z', 'yesterday'],
    ['2025-12-01T12:00:00.000Z', '3 months ago'],
    ['2026-06-08T11:00:00.000Z', 'in 3 months'],
    ['2026-02-26T12:00:00.000Z', '12 days ago'],
  ])('%s is %s', (at, expected) => expect(formatRelative(at, now)).toBe(expected));

  test.each([
    ['2026-02-26T11:00:00.000Z', '12 days old'],
    ['2026-03-07T12:00:00.000Z', '3 days old'],
    ['2026-03-10T11:59:30.000Z', 'new'],
    ['2026-03-10T12:00:30.000Z', 'new'],
  ])('%s is %s', (at, expected) => expect(formatAge(at, now)).toBe(expected));

  test.each([
    [0, '0 ms'],
    [999.4, '999 ms'],
    [1_400, '1.4 s'],
    [9_949, '9.9 s'],
    [9_960, '10 s'],
    [59_600, '1 min'],
    [125_000, '2 min 5 s'],
    [4_320_000, '1 h 12 min'],
  ])('%d milliseconds are %s', (value, expected) => expect(formatDuration(value)).toBe(expected));
});

test.each([
  ['listRepositories', 'List repositories'],
  ['pull_request', 'Pull request'],
  ['image-tag', 'Image tag'],
  ['baseURL', 'Base URL'],
  ['getHTTPStatus', 'Get HTTP status'],
])('%s reads %s', (name, expected) => expect(humanize(name)).toBe(expected));

test('numbers, ids and initials', () => {
  expect(formatNumber(1_234_567)).toBe('1,234,567');
  expect(shortenId('con_01jd4x8zk2m3n4p5q6r7s8t9v0')).toBe('con_…s8t9v0');
  expect(shortenId('run_123')).toBe('run_123');
  expect(initials('Docker Registry')).toBe('DR');
  expect(initials('gitea')).toBe('GI');
});

test.each([
  [1, '1 byte'],
  [812, '812 bytes'],
  [5_325, '5.2 KB'],
  [20_480, '20 KB'],
  [5 * 1024 * 1024, '5 MB'],
])('%i bytes are %s', (bytes, expected) => expect(formatBytes(bytes)).toBe(expected));
