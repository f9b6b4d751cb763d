import type { Repair, TextEdit } from '../check.ts';
import type { ManifestFolder, SourceContext } from '../manifest/context.ts';
import { createLoader } from '../manifest/create-loader.ts';
import { toManifestContext } from '../manifest/load-contexts.ts';
import { parseManifestSyntax } from '../manifest/syntax.ts';
import { manifestChecks, repositoryChecks, sourceChecks } from '../rules.ts';
import { requireKnown, type VerifyTarget } from '../target.ts';
import { readRepository } from '../verify.ts';
import { applyEdits } from './apply-edits.ts';
import { writeAtomically } from './write-atomically.ts';

/** What was corrected in a file. */
export interface Fixed {
  /** Relative to the target's base. */
  file: string;
  what: string;
}

/** Corrections may make others possible; more rounds than this means that two of them undo each other. */
const maxRounds = 5;

/**
 * Corrects what rules can correct by themselves, and answers with what was done. A manifest with a syntax error is left alone, and
 * so is a file that a correction would break. Each file is replaced as a whole, or not at all.
 */
export async function fixManifests(target: VerifyTarget): Promise<Fixed[]> {
  const fixed: Fixed[] = [];
  const load = createLoader();
  let folders = await target.read();
  requireKnown(
    target.ids,
    folders.map(({ id }) => id),
  );
  for (let round = 0; round < maxRounds; round++) {
    const { contexts } = await load(folders);
    const asked = contexts.filter(({ id }) => target.ids.length === 0 || target.ids.includes(id));
    const written: Fixed[] = [];
    for (const context of asked) written.push(...(await fixOne(context, target.base)));
    if (written.length === 0) break;
    fixed.push(...written);
    folders = await target.read();
  }
  if (target.root !== null && target.ids.length === 0) fixed.push(...(await fixRepository(target.root, load, folders)));
  return fixed;
}

async function fixOne(source: SourceContext, base: string): Promise<Fixed[]> {
  const text = source.files.get(source.file.slice(source.folder.length + 1)) ?? '';
  // JSON is shown to rules as TypeScript, so their places are not its own.
  if (source.syntax.errors.length > 0 || text !== source.text) return [];
  const context = toManifestContext(source);
  const repairs = [
    ...sourceChecks.flatMap((check) => check.repair?.(source) ?? []),
    ...manifestChecks.flatMap((check) => (context ? (check.repair?.(context) ?? []) : [])),
  ];
  const fixed: Fixed[] = [];
  for (const [name, forFile] of Map.groupBy(repairs, ({ file }) => file)) {
    const before = source.files.get(name);
    if (before === undefined || source.unread.has(name)) continue;
    const { text: after, done } = makeRepairs(before, forFile, (changed) => isSound(name, changed));
    if (after === before) continue;
    const file = `${source.folder}/${source.names?.get(name) ?? name}`;
    await writeAtomically(base, file, after);
    fixed.push(...done.map(({ what }) => ({ file, what })));
  }
  return fixed;
}

/** Makes as many of the repairs as go together; what does not is asked for again in the next round. */
function makeRepairs(
  text: string,
  repairs: readonly Repair[],
  isGood: (text: string) => boolean,
): { text: string; done: Repair[] } {
  const edits: TextEdit[] = [];
  const done: Repair[] = [];
  let result = text;
  for (const repair of repairs) {
    const next = applyEdits(text, [...edits, ...repair.edits]);
    if (next === null || !isGood(next)) continue;
    edits.push(...repair.edits);
    done.push(repair);
    result = next;
  }
  return { text: result, done };
}

/** Whether a changed file can still be read. */
function isSound(name: string, text: string): boolean {
  if (name.endsWith('.ts')) return parseManifestSyntax(text).errors.length === 0;
  if (!name.endsWith('.json')) return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function fixRepository(
  root: string,
  load: ReturnType<typeof createLoader>,
  folders: readonly ManifestFolder[],
): Promise<Fixed[]> {
  const { contexts } = await load(folders);
  const context = await readRepository(root, contexts);
  const fixed: Fixed[] = [];
  for (const { file, what, edits } of repositoryChecks.flatMap((check) => check.repair?.(context) ?? [])) {
    const before = context.generated.find((generated) => generated.file === file)?.current ?? '';
    const after = applyEdits(before, edits);
    if (after === null || after === before) continue;
    await writeAtomically(root, file, after);
    fixed.push({ file, what });
  }
  return fixed;
}
