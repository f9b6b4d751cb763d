import { parseManifest } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { computeLevel, type RuleOutcome } from './levels.ts';
import { sampleManifest } from './sample-manifest.ts';

const parsed = parseManifest(sampleManifest);
if (!parsed.ok) throw new Error('the sample must be valid');
const { manifest } = parsed;

const passed: RuleOutcome[] = [
  { rule: 'schema', gates: 'unlisted', result: 'passed' },
  { rule: 'replay', gates: 'bronze', result: 'passed' },
];

test('a level is reached when all its rules passed, and the first missing evidence is named', () => {
  expect(computeLevel(passed, manifest)).toEqual({
    level: 'bronze',
    weakest: expect.stringMatching(/^silver needs .*, not yet checked$/),
  });
});

test('a failing rule caps the level below the one it gates', () => {
  const failing = passed.map(
    (outcome) => ({ ...outcome, result: outcome.rule === 'replay' ? 'failed' : 'passed' }) as RuleOutcome,
  );
  expect(computeLevel(failing, manifest)).toEqual({
    level: 'unlisted',
    weakest: 'bronze needs replay, which fails',
  });
});

test('a rule that could not run counts as not passed', () => {
  const skipped = passed.map((outcome) => ({ ...outcome, result: 'skipped' }) as RuleOutcome);
  expect(computeLevel(skipped, null)).toEqual({
    level: 'invalid',
    weakest: 'unlisted needs schema, which could not run',
  });
});

test('a planned rule holds back only what it is about', () => {
  const named = (weakest: string | null) => Number(/and (\d+) more/.exec(weakest ?? '')?.[1]);
  const whole = named(computeLevel(passed, manifest).weakest);
  // Without operations there is nothing to page, without syncs no state to read again.
  expect(named(computeLevel(passed, { ...manifest, operations: {} }).weakest)).toBe(whole - 1);
  expect(named(computeLevel(passed, { ...manifest, operations: {}, syncs: {} }).weakest)).toBe(whole - 2);
});
