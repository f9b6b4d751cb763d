import type { Manifest } from '@patchbay/schema';
import type { Finding, ManifestCheck } from '../check.ts';
import type { LoadedFixture } from '../manifest/context.ts';
import { replayFixture } from '../replay/replay-fixture.ts';
import { waitsOf } from '../support/waits-of.ts';

export const rateLimit: ManifestCheck = {
  id: 'rate-limit',
  title: 'A 429, or what the error table calls one, is waited for on a virtual clock, as long as the provider asks',
  scope: 'manifest',
  gates: 'silver',
  severity: 'error',
  reason: 'a provider that is asked again too soon blocks the whole account',
  fix: 'add a fixture with a 429 that names a wait, and the answer after it',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        rateLimits: { headers: { remaining: 'X-Left', reset: { name: 'X-Reset', unit: 'epoch' } } },
      }),
      files: { 'fixtures/test-rate-limited.json': null },
    },
  },
  async check({ manifest, fixtures, replay, file, within, at }) {
    if (manifest.testOnly || !manifest.http) return [];
    const findings: Finding[] = [];
    for (const path of await unnoticedWaits(manifest, fixtures))
      findings.push({
        ...at(path),
        message: `no fixture notices when ${path} is another one`,
        fix: 'add expect.waitSeconds to a fixture whose answer names this wait',
      });
    const limitedOnes = fixtures.filter(({ fixture }) =>
      fixture.interactions.some(({ response }) => response.status === 429),
    );
    if (limitedOnes.length === 0 && !(await showsOtherLimit(manifest, fixtures)))
      findings.push({ file, line: 1, message: 'no fixture shows a 429' });
    for (const loaded of limitedOnes) {
      const seconds = loaded.fixture.interactions.map(({ response }) =>
        response.status === 429
          ? Number(response.headers['retry-after'] ?? response.headers['Retry-After'])
          : Number.NaN,
      );
      const asked = seconds.filter(Number.isFinite).reduce((sum, one) => sum + one, 0);
      const { sleptMs, problems } = await replay(loaded);
      if (loaded.fixture.expect.errorClass === undefined && problems.length === 0 && sleptMs < asked * 1000)
        findings.push({
          ...within(loaded.name),
          message: `${loaded.name}: waited ${sleptMs} ms where the provider asks for ${asked} s`,
        });
    }
    return findings;
  },
};

/** Waits that are read in another unit without any fixture failing. */
async function unnoticedWaits(manifest: Manifest, fixtures: readonly LoadedFixture[]): Promise<string[]> {
  const timed = fixtures.filter(({ fixture }) => fixture.expect.waitSeconds !== undefined);
  const found: string[] = [];
  for (const { path, inOtherUnit } of waitsOf(manifest)) {
    let isNoticed = false;
    for (const { fixture } of timed) isNoticed ||= (await replayFixture(inOtherUnit, fixture)).problems.length > 0;
    if (!isNoticed) found.push(path);
  }
  return found;
}

/** Some providers say "too many requests" with another status: then a rule of the error table has to know it, and the call to go on after a wait. */
async function showsOtherLimit(manifest: Manifest, fixtures: readonly LoadedFixture[]): Promise<boolean> {
  const marked = structuredClone(manifest);
  const mark = '<rule of a limit>';
  const rules = [...marked.errors, ...Object.values(marked.operations).flatMap(({ errors }) => errors)];
  for (const rule of rules) if (rule.class === 'rate_limited') rule.message = mark;
  for (const { fixture } of fixtures) {
    const isLimited = fixture.interactions.some(({ response }) => response.status >= 400);
    if (!isLimited || fixture.expect.errorClass !== undefined) continue;
    // The mark stands where the sentence was.
    const { says: _says, ...expect } = fixture.expect;
    const { texts, problems, sleptMs } = await replayFixture(marked, { ...fixture, expect });
    if (problems.length === 0 && sleptMs > 0 && texts.some((text) => text.includes(mark))) return true;
  }
  return false;
}
