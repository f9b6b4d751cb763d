import type { VerifyReport } from '../verify.ts';

/** The report for programs: exactly `manifests` with id, level and canonical manifest, and `problems`. */
export function formatJson({ manifests, problems }: VerifyReport): string {
  const shown = manifests.map(({ id, level, manifest }) => ({ id, level, manifest }));
  return `${JSON.stringify({ manifests: shown, problems }, null, 2)}\n`;
}
