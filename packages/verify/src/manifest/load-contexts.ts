import { type Contract, contractSchema, type Fixture, fixtureSchema, parseManifest } from '@patchbay/schema';
import type { z } from 'zod';
import { replayFixture } from '../replay/replay-fixture.ts';
import type { LoadedFixture, ManifestContext, ManifestFolder, SourceContext } from './context.ts';
import { evaluateManifests } from './evaluate.ts';
import { isDataOnly } from './impure-nodes.ts';
import { isFixture } from './is-fixture.ts';
import { parseManifestSyntax } from './syntax.ts';

/** Reads, evaluates and parses the folders, all in one go. */
export async function loadContexts(
  folders: readonly ManifestFolder[],
  evaluate = evaluateManifests,
): Promise<SourceContext[]> {
  const drafts = folders.map((folder) => {
    const name = [...folder.files.keys()].find((file) => file.endsWith('.manifest.ts')) ?? `${folder.id}.manifest.ts`;
    const text = folder.files.get(name) ?? '';
    return { ...folder, file: `${folder.folder}/${name}`, text, syntax: parseManifestSyntax(text) };
  });
  const evaluable = drafts.filter(({ syntax, text }) => text !== '' && isDataOnly(syntax));
  const evaluations = await evaluate(evaluable);
  const contexts: SourceContext[] = [];
  for (const draft of drafts) {
    const evaluation = evaluations.get(draft.id) ?? null;
    contexts.push({
      ...draft,
      evaluation,
      parsed: evaluation?.ok ? parseManifest(evaluation.value) : null,
      siblings: contexts,
      at: (path) => ({ file: draft.file, line: draft.syntax.lineOf(path) }),
      within: (file, needle) => ({ file: `${draft.folder}/${file}`, line: lineOf(draft.files.get(file), needle) }),
    });
  }
  return contexts;
}

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
