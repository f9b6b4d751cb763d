import type { VerifyReport } from '../verify.ts';

/** How long the rules of each manifest took, the slowest first. */
export function formatTimings({ manifests }: Pick<VerifyReport, 'manifests'>): string {
  const sorted = [...manifests].sort((a, b) => b.durationMs - a.durationMs);
  const width = Math.max(0, ...sorted.map(({ id }) => id.length));
  return `\n${sorted.map(({ id, durationMs }) => `${id.padEnd(width)}  ${(durationMs / 1000).toFixed(2)} s\n`).join('')}`;
}
