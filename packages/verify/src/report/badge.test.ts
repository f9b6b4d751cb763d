import { expect, test } from 'vitest';
import { loadContexts } from '../manifest/load-contexts.ts';
import { type Sample, toFiles, toFolder } from '../sample.ts';
import { renderBadgeJson, renderBadgeSvg } from './badge.ts';
import { weakestEvidence } from './weakest-evidence.ts';

const isLive = (result: 'passed' | 'failed') => [{ rule: 'live-attestation', gates: 'gold', result }] as const;

async function evidenceOf(sample: Sample, result: 'passed' | 'failed' = 'failed') {
  const [source] = await loadContexts([toFolder(sample)]);
  return source && weakestEvidence(source, isLive(result));
}

/** The fixtures of the sample, told to come from somewhere else, but for those named. */
function from(kind: string, but: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    [...toFiles({})]
      .filter(([name]) => name.startsWith('fixtures/') && !but.includes(name))
      .map(([name, text]) => [name, text.replace('synthesised', kind)]),
  );
}

test('the weakest evidence is named, with how much of it there is', async () => {
  expect(await evidenceOf({})).toBe('fixtures synthesised, never attested live');
  expect(await evidenceOf({ files: from('recorded') }, 'passed')).toBe('fixtures recorded, attested live');
  expect(await evidenceOf({ files: from('recorded', ['fixtures/test.json']) })).toBe(
    '1 of 7 fixtures synthesised, never attested live',
  );
  expect(await evidenceOf({ files: from('docs-example') })).toBe('fixtures from documentation, never attested live');
  expect(await evidenceOf({ text: 'export const manifest = {};' })).toBe('not valid');
});

test('a badge says level and evidence, for a service that draws and as a picture of its own', () => {
  const verified = { level: 'silver', evidence: 'fixtures from <docs> & "more"' } as const;
  expect(JSON.parse(renderBadgeJson(verified))).toEqual({
    schemaVersion: 1,
    label: 'patchbay',
    message: 'silver: fixtures from <docs> & "more"',
    color: '5b6b7b',
  });
  const svg = renderBadgeSvg(verified);
  expect(svg).toContain('silver: fixtures from &lt;docs> &amp; &quot;more&quot;');
  expect(svg).not.toMatch(/<(?!\/?(svg|title|rect|g|text)\b)/);
});
