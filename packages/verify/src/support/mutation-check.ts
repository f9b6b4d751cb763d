import type { Level, ManifestCheck } from '../check.ts';
import { type Evidence, evidenceFile, evidenceHash, readEvidence } from '../mutation/evidence.ts';
import { sampleFiles, sampleManifest } from '../sample-manifest.ts';

/** The rule of a level about the share of mutations that turn something red. `share`: 0.7 is 70 %. */
export function mutationCheck(gates: Level, share: number): ManifestCheck {
  const enough = Math.ceil(share * 20);
  return {
    id: `mutations-${gates}`,
    title: `At least ${Math.round(share * 100)} % of mutations turn something red`,
    scope: 'manifest',
    gates,
    severity: 'error',
    // A score is kept when a manifest is done; until then each change would be told twice.
    isOnlyCap: true,
    reason: 'fixtures that stay green while the manifest is changed prove little of it',
    fix: 'add the fixtures that `pnpm verify <id> --mutations` names, then keep the score with --write',
    samples: {
      passing: { files: { [evidenceFile]: sampleEvidence({ mutants: 20, killed: enough }) } },
      failing: {
        files: {
          [evidenceFile]: sampleEvidence({
            ...{ mutants: 20, killed: enough - 1 },
            survivors: [{ path: 'operations.getUser.request', what: 'another path is called' }],
          }),
        },
      },
    },
    check({ id, files, evaluation, file, within }) {
      const command = `run \`pnpm verify ${id} --mutations --write\``;
      const evidence = readEvidence(files);
      if (!evidence) return [{ file, line: 1, message: `there is no mutation score in ${evidenceFile}`, fix: command }];
      const { hash, mutants, killed, survivors } = evidence.mutations;
      const isCurrent = evaluation?.ok === true && hash === evidenceHash(evaluation.value, files);
      if (!isCurrent) {
        const message = 'the mutation score is of another state of manifest, contract, fixtures or mutators';
        return [{ ...within(evidenceFile, '"hash"'), message, fix: command }];
      }
      if (killed >= mutants * share) return [];
      const first = survivors.slice(0, 3).map(({ path, what }) => `${path} (${what})`);
      const message = `${killed} of ${mutants} mutations are noticed; not ${first.join(', ')}`;
      return [{ ...within(evidenceFile, '"killed"'), message }];
    },
  };
}

function sampleEvidence(score: Partial<Evidence['mutations']>): string {
  const hash = evidenceHash(sampleManifest, new Map(sampleFiles(sampleManifest.id)));
  return JSON.stringify({ mutations: { hash, date: '2026-11-28', survivors: [], ...score } }, null, 2);
}
