import { expect, test } from 'vitest';
import { toLocalPath } from './local-path.ts';

test.each([
  ['/connections/con_1?tab=runs', '/connections/con_1?tab=runs'],
  ['//evil.example/x', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/sign-in?next=/x', '/'],
  ['', '/'],
])('%s goes to %s', (next, expected) => expect(toLocalPath(next)).toBe(expected));
