import type { ManifestFolder, SourceContext } from './context.ts';
import { evaluateManifests } from './evaluate.ts';
import { loadContexts } from './load-contexts.ts';

/** Folders that were loaded, and which of them were not as they are now when it was asked last. */
export interface Loaded {
  contexts: readonly SourceContext[];
  changed: ReadonlySet<string>;
}

/** Loads folders again and again; what has not changed is not evaluated again. */
export function createLoader(now = Date.now()): (folders: readonly ManifestFolder[]) => Promise<Loaded> {
  // One list that all contexts see each other by, whenever they were loaded.
  const contexts: SourceContext[] = [];
  return async (folders) => {
    const known = new Map(contexts.map((context) => [keyOf(context), context]));
    const isSame = (folder: ManifestFolder) => {
      const before = known.get(keyOf(folder));
      return before !== undefined && sameFiles(before, folder);
    };
    const changed = folders.filter((folder) => !isSame(folder));
    const loaded = new Map(
      (await loadContexts(changed, evaluateManifests, contexts, now)).map((context) => [keyOf(context), context]),
    );
    const current = folders.flatMap((folder) => loaded.get(keyOf(folder)) ?? known.get(keyOf(folder)) ?? []);
    contexts.splice(0, contexts.length, ...current);
    return { contexts, changed: new Set(changed.map(({ id }) => id)) };
  };
}

function keyOf({ folder, id }: ManifestFolder): string {
  return `${folder}/${id}`;
}

function sameFiles(a: ManifestFolder, b: ManifestFolder): boolean {
  return (
    a.before === b.before &&
    a.files.size === b.files.size &&
    [...a.files].every(([name, text]) => b.files.get(name) === text) &&
    sameReasons(a, b)
  );
}

function sameReasons(a: ManifestFolder, b: ManifestFolder): boolean {
  return a.unread.size === b.unread.size && [...a.unread].every(([name, reason]) => b.unread.get(name) === reason);
}
