import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';

/** Parses a verb's input; throws `invalid_input` naming every part that is wrong. Values are never repeated. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          path: [...issue.path, key.slice(0, 100)].join('.'),
          message: 'there is no such field',
        }))
      : [{ path: issue.path.join('.'), message: issue.message }],
  );
  throw invalidInput(details);
}

/** The error for input that was refused, part by part. */
export function invalidInput(details: { path: string; message: string }[]): PatchbayError {
  const first = details[0];
  const rest =
    details.length > 1
      ? ` There ${details.length === 2 ? 'is 1 more problem' : `are ${details.length - 1} more problems`}.`
      : '';
  const where = first?.path ? `${first.path}: ` : '';
  return new PatchbayError(
    'invalid_input',
    `The input was refused: ${where}${(first?.message ?? 'it is not valid').replace(/\.$/, '')}.${rest}`,
    { details },
  );
}

/** An id of ours in an input. */
export const idSchema = z.string().min(1).max(100);

/** What people call something: one line, at most 200 characters. */
export const nameSchema = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'is longer than 200 characters')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must be one line without control characters');

export const limitSchema = z
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(500, 'must be at most 500')
  .default(50);

export const cursorSchema = z.string().max(500).optional();
