import type { Problem } from './check.ts';
import { computeLevel, type QualityLevel } from './levels.ts';
import type { SourceContext } from './manifest/context.ts';
import { loadContexts } from './manifest/load-contexts.ts';
import { readManifestFolders } from './manifest/read-folders.ts';
import type { RepositoryContext } from './repository/context.ts';
import { readGenerated } from './repository/read-generated.ts';
import { readPackages } from './repository/read-packages.ts';
import { runManifestChecks, runRepositoryChecks } from './run-checks.ts';
import { suggest } from './support/suggest.ts';

export interface VerifiedManifest extends QualityLevel {
  id: string;
  /** The manifest as written, in canonical order; null when it could not be evaluated. */
  manifest: unknown;
}

export interface VerifyReport {
  manifests: VerifiedManifest[];
  /** Of the manifests in order, then of the repository. */
  problems: Problem[];
}

/** No manifest of a name that was asked for. */
export class UnknownManifestError extends Error {}

/**
 * Verifies the manifests of a repository, all or those of the given ids. All of them: the repository's own rules run too. Reads
 * files below `root`, talks to nobody but this machine. Throws UnknownManifestError for an id there is none of.
 */
export async function verify({ root, ids = [] }: { root: string; ids?: readonly string[] }): Promise<VerifyReport> {
  const folders = await readManifestFolders(root);
  const known = folders.map(({ id }) => id);
  for (const id of ids)
    if (!known.includes(id))
      throw new UnknownManifestError(`There is no manifest "${id}" in manifests/; ${suggest(id, known)}`);

  const sources = await loadContexts(folders);
  const manifests: VerifiedManifest[] = [];
  const problems: Problem[] = [];
  for (const source of sources) {
    if (ids.length > 0 && !ids.includes(source.id)) continue;
    const result = await runManifestChecks(source);
    problems.push(...result.problems);
    const value = source.evaluation?.ok ? source.evaluation.value : null;
    const level = computeLevel(result.outcomes, source.parsed?.ok ? source.parsed.manifest : null);
    manifests.push({ id: source.id, manifest: value, ...level });
  }
  if (ids.length === 0) problems.push(...(await runRepositoryChecks(await readRepository(root, sources))));
  return { manifests, problems };
}

async function readRepository(root: string, sources: readonly SourceContext[]): Promise<RepositoryContext> {
  const [packages, generated] = await Promise.all([readPackages(root), readGenerated(root)]);
  const hosts = sources.flatMap(({ parsed }) => (parsed?.ok ? parsed.manifest.hosts : []));
  return {
    packages,
    generated,
    providerIds: sources.map(({ id }) => id),
    providerHosts: hosts.filter((host) => !host.includes('{') && !host.startsWith('*')),
  };
}
