import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';

function capture(): { lines: string[]; logger: ReturnType<typeof createLogger> } {
  const lines: string[] = [];
  return { lines, logger: createLogger({ level: 'info', destination: { write: (line) => void lines.push(line) } }) };
}

test('what usually holds a secret is blotted out', () => {
  const { lines, logger } = capture();
  logger.info({ password: 'canary', request: { headers: { a: 'canary' } }, a: { b: { token: 'canary' } } }, 'x');
  expect(lines.join()).not.toContain('canary');
  expect(lines.join()).toContain('[redacted]');
});

test('a query error does not repeat its parameters, and keeps its cause', () => {
  const { lines, logger } = capture();
  const cause = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'canary' });
  logger.error({ err: new Error('Failed query: insert into users\nparams: canary', { cause }) }, 'failed');
  expect(lines.join()).not.toContain('canary');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'error',
    err: { message: 'Failed query: insert into users', cause: { message: 'duplicate key', code: '23505' } },
  });
});
