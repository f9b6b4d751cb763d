import { parseManifest } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { computeLevel, type RuleOutcome } from './levels.ts';
import { sampleManifest } from './sample-manifest.ts';

const parsed = parseManifest({
  ...sampleManifest,
  auth: [
    { id: 'oauth', type: 'oauth2', config: { authorizeUrl: '{settings.baseUrl}/a', tokenUrl: '{settings.baseUrl}/t' } },
  ],
});
if (!parsed.ok) throw new Error('the sample must be valid');
const { manifest: withOauth } = parsed;
const withoutOauth = { ...withOauth, auth: [] };

const passed: RuleOutcome[] = [
  { rule: 'schema', gates: 'unlisted', result: 'passed' },
  { rule: 'replay', gates: 'bronze', result: 'passed' },
];

test('a level is reached when all its rules passed, and the first missing evidence is named', () => {
  expect(computeLevel(passed, withoutOauth)).toEqual({
    level: 'bronze',
    weakest: expect.stringMatching(/^silver needs .*, not yet checked$/),
  });
});

test('a failing rule caps the level below the one it gates', () => {
  const failing = passed.map(
    (outcome) => ({ ...outcome, result: outcome.rule === 'replay' ? 'failed' : 'passed' }) as RuleOutcome,
  );
  expect(computeLevel(failing, withoutOauth)).toEqual({
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
  expect(computeLevel(passed, withOauth)).toEqual({
    level: 'unlisted',
    weakest: 'bronze needs sign-in URLs held against an independent client, not yet checked',
  });
});
