import { expect, test } from 'vitest';
import { computeLevel, type RuleOutcome } from './levels.ts';

const passed: RuleOutcome[] = [
  { rule: 'schema', gates: 'unlisted', result: 'passed' },
  { rule: 'replay', gates: 'bronze', result: 'passed' },
];

test('a level is reached when all its rules passed, and the first missing evidence is named', () => {
  expect(computeLevel(passed)).toEqual({
    level: 'gold',
    weakest: expect.stringMatching(/^platinum needs .*, not yet checked$/),
  });
});

test('a failing rule caps the level below the one it gates', () => {
  const failing = passed.map(
    (outcome) => ({ ...outcome, result: outcome.rule === 'replay' ? 'failed' : 'passed' }) as RuleOutcome,
  );
  expect(computeLevel(failing)).toEqual({
    level: 'unlisted',
    weakest: 'bronze needs replay, which fails',
  });
});

test('a rule that could not run counts as not passed', () => {
  const skipped = passed.map((outcome) => ({ ...outcome, result: 'skipped' }) as RuleOutcome);
  expect(computeLevel(skipped)).toEqual({
    level: 'invalid',
    weakest: 'unlisted needs schema, which could not run',
  });
});
