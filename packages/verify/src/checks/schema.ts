import type { SourceCheck } from '../check.ts';
import { firstProblems } from '../support/first-problems.ts';
import { foreignLetters } from '../support/look-alikes.ts';
import { suggestSchemaFix, valueAt } from '../support/suggest-schema-fix.ts';
import { unseenSigns } from '../support/unseen-signs.ts';

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
  check({ parsed, evaluation, syntax, file, files, text, unread, folder, at }) {
    if (unread.has(file.slice(folder.length + 1))) return [];
    if (text === '')
      return [{ file, line: 1, message: 'there is no manifest file', fix: `write ${file} exporting \`manifest\`` }];
    const notJson = file.endsWith('.json') ? jsonError(files.get(file.slice(folder.length + 1)) ?? '') : null;
    if (notJson !== null && syntax.errors.length === 0)
      return [
        { file, line: 1, message: `the file is not JSON: ${notJson}`, fix: 'correct it, or call it .manifest.ts' },
      ];
    if (syntax.errors.length > 0)
      return syntax.errors.map(({ message, offset }) => ({
        file,
        line: syntax.lineAt(offset),
        message: `the file is not valid ${file.endsWith('.json') ? 'JSON' : 'TypeScript'}: ${message}`,
        fix: 'correct the syntax',
      }));
    // What could not be evaluated is reported by the rules about purity.
    if (!evaluation?.ok || !parsed) return [];
    const hidden = unseenSigns(evaluation.value).map(({ path, sign }) => ({
      ...at(path),
      message: `${path || 'the manifest'} holds ${sign}, which nobody sees`,
      fix: 'take it out; what is read must be what is there',
    }));
    const { shown, left } = firstProblems(parsed.ok ? [] : parsed.problems);
    const rest =
      left === 0 ? [] : [{ file, line: 1, message: `${left} more problems follow these; correct them first` }];
    const problems = shown.map(({ path, message }) => {
      const value = valueAt(evaluation.value, path);
      const fix = suggestSchemaFix(evaluation.value, path, message);
      const letters = /^(hosts|id$|.*[uU]rl$)/.test(path) && typeof value === 'string' ? foreignLetters(value) : [];
      const foreign = letters.length > 0 ? `, with ${letters.slice(0, 3).join(', ')}` : '';
      const text = `${path || 'the manifest'} is ${show(value)}${foreign}: ${message}`;
      return { ...at(path), message: text, ...(fix === null ? {} : { fix }) };
    });
    return [...problems, ...rest, ...hidden];
  },
  /** A word of a list that differs in upper and lower case only. */
  repair({ parsed, evaluation, syntax, file, folder, text }) {
    if (!evaluation?.ok || !parsed || parsed.ok) return [];
    return parsed.problems.flatMap(({ path, message }) => {
      const value = valueAt(evaluation.value, path);
      const node = syntax.nodeAt(path);
      if (typeof value !== 'string' || node?.type !== 'Literal' || !message.includes('expected one of')) return [];
      const same = [...message.matchAll(/"([^"]+)"/g)]
        .map(([, option = '']) => option)
        .filter((option) => option.toLowerCase() === value.toLowerCase());
      const [option] = same;
      if (option === undefined || same.length > 1) return [];
      const quote = text[node.start] ?? "'";
      const edit = { start: node.start, end: node.end, text: `${quote}${option}${quote}` };
      return [{ file: file.slice(folder.length + 1), what: `writes ${path} as "${option}"`, edits: [edit] }];
    });
  },
};

function jsonError(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function show(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
