import { toCanonicalJson } from '@patchbay/schema';
import { attestationFile, hashManifest, readAttestations } from '../attestation/attestation.ts';
import type { ManifestCheck } from '../check.ts';
import { sampleManifest } from '../sample-manifest.ts';
import { daysBetween } from '../support/days-between.ts';

const maxDays = 180;

export const liveAttestation: ManifestCheck = {
  id: 'live-attestation',
  title: `A live run of at most ${maxDays} days ago is bound to the manifest's hash`,
  scope: 'manifest',
  gates: 'gold',
  severity: 'error',
  reason: 'fixtures show what the provider once answered; only a live run shows what it answers this manifest today',
  fix: 'run `patchbay attest <id> --live` with an account of your own, and commit the line it appends',
  samples: {
    passing: { files: { [attestationFile]: sampleLine('2026-10-20') } },
    failing: { files: { [attestationFile]: `${sampleLine('2026-01-20')}{"operations":["all of them"]}\n` } },
  },
  check({ evaluation, files, within, now, id }) {
    const text = files.get(attestationFile);
    const how = `patchbay attest ${id} --live`;
    if (text === undefined || !evaluation?.ok)
      return [
        { ...within(attestationFile), message: 'the manifest has never been attested live', fix: `run \`${how}\`` },
      ];
    const lines = readAttestations(text);
    const { file } = within(attestationFile);
    const broken = lines
      .filter(({ attestation }) => attestation === null)
      .map(({ line }) => ({
        file,
        line,
        message: `line ${line} of ${attestationFile} is no attestation`,
        fix: `remove it; \`${how}\` writes them`,
      }));
    const own = hashManifest(evaluation.first);
    const ages = lines.flatMap(({ line, attestation }) =>
      attestation?.manifest === own ? [{ line, days: daysBetween(attestation.date, now) }] : [],
    );
    // A date to come is no run that was.
    if (ages.some(({ days }) => days >= 0 && days <= maxDays)) return broken;
    const newest = ages.filter(({ days }) => days >= 0).sort((a, b) => a.days - b.days)[0];
    const message = newest
      ? `the last live run of this manifest was ${newest.days} days ago`
      : 'the manifest was changed since its last live run';
    return [...broken, { file, line: newest?.line ?? 1, message, fix: `run \`${how}\`` }];
  },
};

function sampleLine(date: string): string {
  const manifest = hashManifest(toCanonicalJson(sampleManifest));
  const line = { manifest, version: '1.0.0', date, authMethod: 'token', apiVersion: null, operations: ['getUser'] };
  return `${JSON.stringify(line)}\n`;
}
