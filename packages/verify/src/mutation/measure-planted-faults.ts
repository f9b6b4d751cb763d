import { loadContexts } from '../manifest/load-contexts.ts';
import { readManifestFolders } from '../manifest/read-folders.ts';
import { judgeMutant } from './judge-mutant.ts';
import { type PlantedFault, plantFaults } from './planted-faults.ts';

export interface JudgedFault extends Omit<PlantedFault, 'manifest'> {
  id: string;
  /** The rule or fixture that caught it; null when none did. */
  caughtBy: string | null;
}

/** Puts faults into the manifests of a repository, one at a time, and lets all rules look for each. Takes minutes. */
export async function measurePlantedFaults({
  root,
  ids = [],
  perKind,
}: {
  root: string;
  ids?: readonly string[];
  /** Faults of each kind in each manifest, at most. */
  perKind: number;
}): Promise<JudgedFault[]> {
  const judged: JudgedFault[] = [];
  for (const source of await loadContexts(await readManifestFolders(root))) {
    if (!source.evaluation?.ok || (ids.length > 0 && !ids.includes(source.id))) continue;
    for (const { manifest, ...fault } of plantFaults(source.evaluation.value, { perKind })) {
      const caughtBy = await judgeMutant(source, { ...fault, manifest }, { isThorough: true });
      judged.push({ ...fault, id: source.id, caughtBy });
    }
  }
  return judged;
}

/** The share that was caught, by kind, and what got through. */
export function formatPlantedFaults(judged: readonly JudgedFault[]): string {
  const kinds = [...new Set(judged.map(({ kind }) => kind))];
  const rows = kinds.map((kind) => {
    const own = judged.filter((fault) => fault.kind === kind);
    const by = new Map<string, number>();
    for (const { caughtBy } of own) {
      const name = caughtBy?.startsWith('fixtures/') ? 'replay' : caughtBy;
      if (name) by.set(name, (by.get(name) ?? 0) + 1);
    }
    const names = [...by].sort(([, a], [, b]) => b - a).map(([name, times]) => `${name} ${times}`);
    return `| ${kind} | ${own.length} | ${count(own)} | ${names.join(', ')} |`;
  });
  const missed = judged.filter(({ caughtBy }) => caughtBy === null);
  return [
    '| kind of fault | planted | caught | by |',
    '|---|---|---|---|',
    ...rows,
    '',
    ...missed.map(({ id, kind, path }) => `not caught: ${id} · ${path}: ${kind}`),
    '',
    `${count(judged)} of ${judged.length} planted faults were caught (${share(judged)} %).`,
    '',
  ].join('\n');
}

function count(judged: readonly JudgedFault[]): number {
  return judged.filter(({ caughtBy }) => caughtBy !== null).length;
}

function share(judged: readonly JudgedFault[]): string {
  return judged.length === 0 ? '0' : ((100 * count(judged)) / judged.length).toFixed(1);
}
