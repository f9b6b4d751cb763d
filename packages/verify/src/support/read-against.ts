import { problemsOf } from '@patchbay/schema';
import type { z } from 'zod';
import { firstProblems } from './first-problems.ts';
import { suggestSchemaFix, type Vocabulary } from './suggest-schema-fix.ts';

/** What is wrong with a file that is held against a schema. */
export interface FileFault {
  message: string;
  /** Where to look for it in the text. */
  near: string;
  /** `did you mean "x"?`, where something is near. */
  fix?: string;
}

/** Reads a JSON file of a manifest folder. `name` begins the messages. */
export function readAgainst<T>(
  text: string,
  schema: z.ZodType<T>,
  { name, vocabulary }: { name: string; vocabulary: Vocabulary },
): { value: T } | { faults: FileFault[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { faults: [{ message: `${name} is not JSON: ${String(error)}`, near: '' }] };
  }
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data };
  const { shown, left } = firstProblems(problemsOf(result.error));
  const rest =
    left === 0 ? [] : [{ message: `${name}: ${left} more problems follow these; correct them first`, near: '' }];
  return {
    faults: [
      ...shown.map(({ path, message }) => {
        const fix = suggestSchemaFix(value, path, message, vocabulary);
        const key = path.split('.').findLast((part) => !/^\d+$/.test(part));
        return {
          message: `${name}, ${path || 'as a whole'}: ${message}`,
          near: key ? `"${key}"` : '',
          ...(fix === null ? {} : { fix }),
        };
      }),
      ...rest,
    ],
  };
}
