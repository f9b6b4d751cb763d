import type { Problem } from './check.ts';
import { computeLevel, type QualityLevel } from './levels.ts';
import type { SourceContext } from './manifest/context.ts';
import { createLoader } from './manifest/create-loader.ts';
import { loadContexts } from './manifest/load-contexts.ts';
import { readManifestFolders } from './manifest/read-folders.ts';
import { type MutationScore, scoreManifest } from './mutation/score-manifest.ts';
import { weakestEvidence } from './report/weakest-evidence.ts';
import type { RepositoryContext } from './repository/context.ts';
import { readGenerated } from './repository/read-generated.ts';
import { readPackages } from './repository/read-packages.ts';
import { runManifestChecks, runRepositoryChecks } from './run-checks.ts';
import { cloneTarget, requireKnown, type VerifyTarget } from './target.ts';

export { UnknownManifestError } from './target.ts';

export interface VerifiedManifest extends QualityLevel {
  id: string;
  /** The manifest as written, in canonical order; null when it could not be evaluated. */
  manifest: unknown;
  /** How strong the evidence is at its weakest: `12 of 25 fixtures synthesised, never attested live`. */
  evidence: string;
  /** How long its rules took, in milliseconds; reading and evaluating all manifests come before. */
  durationMs: number;
}

export interface VerifyReport {
  manifests: VerifiedManifest[];
  /** Of the manifests in order, then of the repository. */
  problems: Problem[];
  /** What keeps manifests from gold and platinum. It is no problem of theirs, and shown only when such a level is asked for. */
  capped: Problem[];
  /** What could not be looked at here, in a sentence each. */
  leftOut: readonly string[];
}

/** What only a clone can tell; said with every report from elsewhere. */
const outsideOfClone = [
  'manifest-package and the name of the package, which hold folders of the catalog',
  'the rules of the repository, generated files among them',
  'names and addresses of the built-in providers; only that no id is taken was looked at',
];

/**
 * Verifies the manifests of a repository, all or those of the given ids. All of them: the repository's own rules run too. Reads
 * files below `root`, talks to nobody but this machine. Throws UnknownManifestError for an id there is none of.
 */
export async function verify({
  root,
  ids = [],
  now = Date.now(),
}: {
  root: string;
  ids?: readonly string[];
  /** The moment evidence is held against, in milliseconds since 1970. */
  now?: number;
}): Promise<VerifyReport> {
  return createVerifier(cloneTarget(root, ids), now)();
}

/**
 * Verifies a target when it is called, and when it is called again only those of its manifests that changed since. The rules of the
 * repository run the first time. Throws UnknownManifestError.
 */
export function createVerifier(target: VerifyTarget, now = Date.now()): () => Promise<VerifyReport> {
  const { root, ids } = target;
  const load = createLoader(now);
  let isFirst = true;
  return async () => {
    const folders = await target.read();
    requireKnown(
      ids,
      folders.map(({ id }) => id),
    );
    const { contexts, changed } = await load(folders);
    const manifests: VerifiedManifest[] = [];
    const problems: Problem[] = [];
    const capped: Problem[] = [];
    for (const source of contexts) {
      if ((ids.length > 0 && !ids.includes(source.id)) || !changed.has(source.id)) continue;
      const start = performance.now();
      const result = await runManifestChecks(source);
      problems.push(...result.problems);
      capped.push(...result.capped);
      const value = source.evaluation?.ok ? source.evaluation.value : null;
      const level = computeLevel(result.outcomes);
      const durationMs = performance.now() - start;
      manifests.push({
        id: source.id,
        manifest: value,
        evidence: weakestEvidence(source, result.outcomes),
        durationMs,
        ...level,
      });
    }
    if (root !== null && ids.length === 0 && isFirst)
      problems.push(...(await runRepositoryChecks(await readRepository(root, contexts))));
    isFirst = false;
    return { manifests, problems, capped, leftOut: root === null ? outsideOfClone : [] };
  };
}

/** What the rules of the repository read. */
export async function readRepository(root: string, sources: readonly SourceContext[]): Promise<RepositoryContext> {
  const [packages, generated] = await Promise.all([readPackages(root), readGenerated(root)]);
  const hosts = sources.flatMap(({ parsed }) => (parsed?.ok ? parsed.manifest.hosts : []));
  return {
    packages,
    generated,
    providerIds: sources.map(({ id }) => id),
    providerHosts: hosts.filter((host) => !host.includes('{') && !host.startsWith('*')),
  };
}

/** Scores how much the evidence of manifests notices, by changing them in many small ways. Takes seconds for each. */
export async function scoreManifests({
  root,
  ids = [],
}: {
  root: string;
  ids?: readonly string[];
}): Promise<MutationScore[]> {
  const folders = await readManifestFolders(root);
  requireKnown(
    ids,
    folders.map(({ id }) => id),
  );
  const scores: MutationScore[] = [];
  for (const source of await loadContexts(folders)) {
    if (ids.length > 0 && !ids.includes(source.id)) continue;
    const score = await scoreManifest(source);
    if (score) scores.push(score);
  }
  return scores;
}
