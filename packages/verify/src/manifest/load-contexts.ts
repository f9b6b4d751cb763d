import {
  type Contract,
  contractSchema,
  type Fixture,
  fixtureSchema,
  type Manifest,
  parseManifest,
} from '@patchbay/schema';
import type { z } from 'zod';
import { replayFixture } from '../replay/replay-fixture.ts';
import type { LoadedFixture, ManifestContext, ManifestFolder, SourceContext } from './context.ts';
import { evaluateManifests } from './evaluate.ts';
import { isDataOnly } from './impure-nodes.ts';
import { isFixture } from './is-fixture.ts';
import { parseManifestSyntax } from './syntax.ts';

/** Reads, evaluates and parses the folders, all in one go. `siblings`: what they see of each other; default: these folders. `now`: the moment evidence is held against. */
export async function loadContexts(
  folders: readonly ManifestFolder[],
  evaluate = evaluateManifests,
  siblings?: readonly SourceContext[],
  now = Date.now(),
): Promise<SourceContext[]> {
  const drafts = folders.map((folder) => {
    const isManifest = (file: string) =>
      file.endsWith('.manifest.ts') || (folder.isOutside && file.endsWith('.manifest.json'));
    const name = [...folder.files.keys()].find(isManifest) ?? `${folder.id}.manifest.ts`;
    const written = folder.files.get(name) ?? '';
    // JSON is read as the constant a TypeScript file would export, on the same lines.
    const text = name.endsWith('.json') && written !== '' ? `${jsonStart}${written}` : written;
    return { ...folder, file: `${folder.folder}/${name}`, text, syntax: parseManifestSyntax(text) };
  });
  const evaluable = drafts.filter(({ syntax, text }) => text !== '' && isDataOnly(syntax));
  const evaluations = await evaluate(evaluable);
  const earlier = await evaluateEarlier(drafts, evaluate);
  const contexts: SourceContext[] = [];
  for (const draft of drafts) {
    const evaluation = evaluations.get(draft.id) ?? null;
    contexts.push({
      ...draft,
      evaluation,
      parsed: evaluation?.ok ? parseManifest(evaluation.value) : null,
      earlier: earlier.get(draft.id) ?? null,
      now,
      siblings: siblings ?? contexts,
      at: (path) => ({ file: draft.file, line: draft.syntax.lineOf(path) }),
      within: (file, needle) => ({
        file: `${draft.folder}/${draft.names?.get(file) ?? file}`,
        line: lineOf(draft.files.get(file), needle),
      }),
    });
  }
  return contexts;
}

/** The manifests that were others before, as they were. What would not be valid today is left out. */
async function evaluateEarlier(
  drafts: readonly ManifestFolder[],
  evaluate: typeof evaluateManifests,
): Promise<Map<string, Manifest>> {
  const then = drafts.flatMap(({ id, before: text }) =>
    text === undefined ? [] : [{ id, text, syntax: parseManifestSyntax(text) }],
  );
  if (then.length === 0) return new Map();
  const evaluations = await evaluate(then.filter(({ syntax }) => isDataOnly(syntax)));
  return new Map(
    [...evaluations].flatMap(([id, evaluation]): [string, Manifest][] => {
      const parsed = evaluation.ok ? parseManifest(evaluation.value) : null;
      return parsed?.ok ? [[id, parsed.manifest]] : [];
    }),
  );
}

const jsonStart = 'export const manifest = ';

/** Adds contract, fixtures and replay; null when the manifest is not valid. */
export function toManifestContext(source: SourceContext): ManifestContext | null {
  if (!source.parsed?.ok) return null;
  const { manifest } = source.parsed;
  const replays = new Map<string, ReturnType<typeof replayFixture>>();
  return {
    ...source,
    manifest,
    contract: readJson<Contract>(source.files.get('contract.json'), contractSchema),
    fixtures: [...source.files.keys()].filter(isFixture).flatMap((name): LoadedFixture[] => {
      const fixture = readJson<Fixture>(source.files.get(name), fixtureSchema);
      return fixture ? [{ name, fixture }] : [];
    }),
    replay(fixture) {
      const running = replays.get(fixture.name) ?? replayFixture(manifest, fixture.fixture);
      replays.set(fixture.name, running);
      return running;
    },
  };
}

function readJson<T>(text: string | undefined, schema: z.ZodType<T>): T | null {
  try {
    const result = schema.safeParse(JSON.parse(text ?? ''));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}

function lineOf(text: string | undefined, needle: string | undefined): number {
  const offset = needle ? (text ?? '').indexOf(needle) : -1;
  return offset < 0 ? 1 : (text ?? '').slice(0, offset).split('\n').length;
}
