import type { ManifestCheck } from '../check.ts';
import { sampleFiles, sampleManifest } from '../sample-manifest.ts';

const wantedShare = 0.8;

export const recordedFixtures: ManifestCheck = {
  id: 'recorded-fixtures',
  title: 'At least 80 % of fixtures are recorded',
  scope: 'manifest',
  gates: 'gold',
  severity: 'error',
  reason: 'what was written after a description shows that we read it, not that the provider keeps to it',
  fix: 'record answers of the provider with `patchbay record`, and say which version they come from',
  samples: {
    passing: { files: recorded() },
    failing: {},
  },
  check({ fixtures, at }) {
    const count = fixtures.filter(({ fixture }) => fixture.provenance.kind === 'recorded').length;
    if (fixtures.length > 0 && count / fixtures.length >= wantedShare) return [];
    return [{ ...at(''), message: `${count} of ${fixtures.length} fixtures are recorded` }];
  },
};

/** The fixtures of the sample, as if they had been. */
function recorded(): Record<string, string> {
  const fixtures = sampleFiles(sampleManifest.id).filter(([name]) => name.startsWith('fixtures/'));
  return Object.fromEntries(fixtures.map(([name, text]) => [name, text.replace('"synthesised"', '"recorded"')]));
}
