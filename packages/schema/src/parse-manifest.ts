import type { z } from 'zod';
import { type Manifest, manifestSchema } from './manifest.ts';

/** One thing wrong with a manifest. `path` is dotted: `operations.listTags.request`. */
export interface ManifestProblem {
  path: string;
  message: string;
}

export type ParsedManifest = { ok: true; manifest: Manifest } | { ok: false; problems: ManifestProblem[] };

/** Validates data as a manifest and fills in defaults. Reports every problem, not the first. */
export function parseManifest(value: unknown): ParsedManifest {
  const result = manifestSchema.safeParse(value);
  if (result.success) return { ok: true, manifest: result.data };
  return { ok: false, problems: problemsOf(result.error) };
}

/** What a schema refused, one thing each, with the branch of a union that came furthest and each unknown field by its name. */
export function problemsOf(error: z.ZodError): ManifestProblem[] {
  return error.issues.flatMap(flatten);
}

function flatten(issue: z.core.$ZodIssue): ManifestProblem[] {
  const path = issue.path.map(String).join('.');
  // A union says only "invalid input"; the branch that came furthest holds the sentence that helps.
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const best = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0] ?? [];
    if (best.length > 0)
      return best.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue));
  }
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: path ? `${path}.${key}` : key,
      message: `"${key}" is not a field here; remove it or check its spelling`,
    }));
  // A record says only that its key is wrong; what is wrong with it stands inside.
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => ({ path, message }));
  return [{ path, message: issue.message }];
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length)) - issues.length / 100;
}
