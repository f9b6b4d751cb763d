import { keptLogLines } from '@patchbay/db';
import { expect, test } from 'vitest';
import { createRunLog } from './create-run-log.ts';

const clock = { now: () => 0 };

test('takes secrets out of messages and data, those learned later too', () => {
  const secrets: string[] = [];
  const log = createRunLog(clock, { secrets: () => secrets });
  log.add('info', 'starting');
  secrets.push('swordfish-4711');
  log.add('warn', 'the password swordfish-4711 is odd', { header: 'Basic swordfish-4711', status: 400 });
  const lines = log.take();
  expect(JSON.stringify(lines)).not.toContain('swordfish');
  expect(lines[1]).toMatchObject({ at: '1970-01-01T00:00:00.000Z', level: 'warn', data: { status: 400 } });
});

test('keeps the newest lines, says how many went, and cuts long ones', () => {
  const log = createRunLog(clock, { secrets: () => [] });
  const total = keptLogLines * 5 + 3;
  for (let index = 1; index <= total; index++) log.add('info', `line ${index} ${'x'.repeat(2_000)}`);
  const lines = log.take();
  expect(lines).toHaveLength(keptLogLines);
  expect(lines[0]?.message).toBe(`${total - keptLogLines + 1} lines before this one are not kept.`);
  expect(lines.at(-1)?.message).toMatch(new RegExp(`^line ${total} x`));
  expect(lines.at(-1)?.message).toHaveLength(1_000);
  expect(log.take()).toEqual([]);
});
