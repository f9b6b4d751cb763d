import type { ManifestCheck } from '../check.ts';
import { sampleFixture } from '../sample-manifest.ts';

export const replay: ManifestCheck = {
  id: 'replay',
  title: 'Every fixture replays through the real runtime',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason:
    'it is the proof, without an account, that the manifest sends what the provider takes and reads what it answers',
  fix: 'correct the manifest; correct the fixture only when the provider really answers otherwise',
  samples: {
    passing: {},
    failing: { files: { 'fixtures/test.json': sampleFixture({ expect: { account: { id: '7', label: 'root' } } }) } },
  },
  async check(context) {
    const findings = [];
    for (const loaded of context.fixtures) {
      const { problems } = await context.replay(loaded);
      for (const problem of problems)
        findings.push({
          ...context.within(loaded.name, problem.near),
          message: `${loaded.name}: ${problem.message}`,
          ...(problem.fix ? { fix: problem.fix } : {}),
        });
    }
    return findings;
  },
};
