import type { VerifyReport } from '../verify.ts';

/**
 * The report for programs: exactly `manifests` with id, level and canonical manifest, and `problems`. With timings each manifest has
 * its `durationMs` too.
 */
export function formatJson(
  { manifests, problems }: Pick<VerifyReport, 'manifests' | 'problems'>,
  { hasTimings = false } = {},
): string {
  const shown = manifests.map(({ id, level, manifest, durationMs }) => ({
    id,
    level,
    manifest,
    ...(hasTimings && { durationMs: Math.round(durationMs) }),
  }));
  return `${JSON.stringify({ manifests: shown, problems }, null, 2)}\n`;
}
