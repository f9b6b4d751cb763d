import type { ManifestCheck } from '../check.ts';

export const rateLimit: ManifestCheck = {
  id: 'rate-limit',
  title: 'A 429 is waited for as long as the provider asks, on a virtual clock',
  scope: 'manifest',
  gates: 'silver',
  severity: 'error',
  reason: 'a provider that is asked again too soon blocks the whole account',
  fix: 'add a fixture with a 429 that names a wait, and the answer after it',
  samples: {
    passing: {},
    failing: { files: { 'fixtures/test-rate-limited.json': null } },
  },
  async check({ manifest, fixtures, replay, file, within }) {
    if (manifest.testOnly || !manifest.http) return [];
    const limitedOnes = fixtures.filter(({ fixture }) =>
      fixture.interactions.some(({ response }) => response.status === 429),
    );
    if (limitedOnes.length === 0) return [{ file, line: 1, message: 'no fixture shows a 429' }];
    const findings = [];
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
