import type { SourceCheck } from '../check.ts';
import { suggestSchemaFix } from '../support/suggest-schema-fix.ts';

export const schema: SourceCheck = {
  id: 'schema',
  title: 'The manifest follows the schema',
  scope: 'source',
  gates: 'unlisted',
  severity: 'error',
  reason: 'everything that reads a manifest relies on its shape; an unknown field would silently do nothing',
  fix: 'correct the field; the reference and the editor hover say what it takes',
  samples: {
    passing: {},
    failing: { change: (manifest) => ({ ...manifest, category: 'Develpment', tag: ['git'], colour: 'red' }) },
  },
  check({ parsed, evaluation, syntax, file, text, at }) {
    if (text === '')
      return [{ file, line: 1, message: 'there is no manifest file', fix: `write ${file} exporting \`manifest\`` }];
    if (syntax.errors.length > 0)
      return syntax.errors.map(({ message, offset }) => ({
        file,
        line: syntax.lineAt(offset),
        message: `the file is not valid TypeScript: ${message}`,
        fix: 'correct the syntax',
      }));
    // What could not be evaluated is reported by the rules about purity.
    if (!evaluation?.ok || !parsed || parsed.ok) return [];
    return parsed.problems.map(({ path, message }) => {
      const value = valueAt(evaluation.value, path);
      const fix = suggestSchemaFix(path, value, message);
      const text = `${path || 'the manifest'} is ${show(value)}: ${message}`;
      return { ...at(path), message: text, ...(fix === null ? {} : { fix }) };
    });
  },
};

function valueAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .filter(Boolean)
    .reduce<unknown>((item, key) => (item as Record<string, unknown> | null | undefined)?.[key], value);
}

function show(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
