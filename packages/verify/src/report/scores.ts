import type { MutationScore } from '../mutation/score-manifest.ts';

/** The scores of manifests, the survivors named with what would notice them. */
export function formatScores(scores: readonly MutationScore[]): string {
  const width = Math.max(0, ...scores.map(({ id }) => id.length));
  const lines = scores.map(
    ({ id, mutants, killed }) => `${id.padEnd(width)}  ${share(killed, mutants)}  ${killed} of ${mutants} noticed`,
  );
  const survivors = scores.flatMap(({ id, survivors: left }) =>
    left.map(
      ({ path, what, wanted }) => `manifests/${id} · ${path}: ${what}, and nothing noticed. It takes ${wanted}.`,
    ),
  );
  const total = scores.reduce((sum, { mutants }) => sum + mutants, 0);
  const killed = scores.reduce((sum, score) => sum + score.killed, 0);
  return `${[...survivors, '', ...lines].join('\n')}\n\n${share(killed, total).trim()} of ${total} changes were noticed\n`;
}

function share(part: number, whole: number): string {
  return `${whole === 0 ? 100 : Math.round((100 * part) / whole)} %`.padStart(5);
}
