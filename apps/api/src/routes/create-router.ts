import { OpenAPIHono } from '@hono/zod-openapi';
import { type ErrorDetail, PatchbayError } from '@patchbay/schema';
import type { ZodError } from 'zod';
import type { AppEnv } from '../middleware/app-env.ts';

/** A router whose routes all refuse bad input, and foreign organizations, in the one shape. */
export function createRouter() {
  return new OpenAPIHono<AppEnv>({
    defaultHook(result, context) {
      if (!result.success) throw toInvalidInput(result.error);
      const nul = findNul(result.data);
      if (nul !== null) throw invalidInput([{ path: nul, message: 'must not hold a NUL character' }]);
      const named = (result.data as { organizationId?: unknown } | undefined)?.organizationId;
      const caller = context.get('caller');
      if (named !== undefined && caller && named !== caller.actor.organizationId) {
        throw new PatchbayError(
          'not_found',
          'There is no such organization. Leave organizationId out, or give your own.',
        );
      }
    },
  });
}

/** Names what is wrong part by part, and never repeats a value. */
function toInvalidInput(error: ZodError): PatchbayError {
  const details = error.issues.flatMap((issue): ErrorDetail[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          path: [...issue.path, key.slice(0, 100)].join('.'),
          message: 'there is no such field',
        }))
      : [{ path: issue.path.join('.'), message: issue.message }],
  );
  return invalidInput(details);
}

function invalidInput(details: ErrorDetail[]): PatchbayError {
  const [first] = details;
  const rest = details.length > 1 ? ` See details for the other ${details.length - 1}.` : '';
  return new PatchbayError(
    'invalid_input',
    `The request was refused: ${first?.path ? `${first.path}: ` : ''}${first?.message ?? 'it is not valid'}.${rest}`,
    { details },
  );
}

/** The path of the first text with a NUL in it, which no database column can hold; null when there is none. */
function findNul(value: unknown, path: string[] = []): string | null {
  if (typeof value === 'string') return value.includes('\0') ? path.join('.') : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, part] of Object.entries(value)) {
    const found = key.includes('\0') ? path.join('.') : findNul(part, [...path, key]);
    if (found !== null) return found;
  }
  return null;
}
