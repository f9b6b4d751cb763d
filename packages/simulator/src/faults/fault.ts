import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';

const otherKinds = ['slow', 'truncated', 'wrong-type', 'endless-cursor', 'dropped'] as const;

const kinds = `"400" to "599", ${otherKinds.join(', ')}`;
const faultSchema = z.strictObject({
  fault: z
    .string({ error: `must be a text: ${kinds}` })
    .refine((text) => /^[45]\d\d$/.test(text) || otherKinds.some((kind) => kind === text), {
      error: `must be one of ${kinds}`,
    })
    .describe('A status from 400 to 599, slow, truncated, wrong-type, endless-cursor or dropped.'),
  provider: z.string().optional().describe('Only for this provider. Default: for all.'),
  operation: z.string().optional().describe('Only for this operation. Default: for all.'),
  times: z
    .int()
    .min(1)
    .optional()
    .describe('So often. Default: until its wait is over; without a wait, until it is taken back.'),
  wait: z.int().min(0).max(86_400).optional().describe('Of a 429: seconds until it is over. Default: 30.'),
  via: z.string().optional().describe('Of a 429: how the wait is told; GET /_simulator/providers lists the ways.'),
  delay: z.int().min(0).max(600_000).optional().describe('Of slow: milliseconds before the answer. Default: 5000.'),
});

/** What shall go wrong, and how often. */
export type Fault = z.output<typeof faultSchema>;

/** Reads what a header asks for: `429;wait=30;via=reset`. Throws `invalid_input`. */
export function parseFault(text: string): Fault {
  const [fault = '', ...parameters] = text.split(';').map((part) => part.trim());
  const given = parameters.map((part): [string, string | number] => {
    const mark = part.indexOf('=');
    const [name, value] = mark < 0 ? [part, ''] : [part.slice(0, mark), part.slice(mark + 1)];
    return [name, /^\d+$/.test(value) ? Number(value) : value];
  });
  return readFault({ fault, ...Object.fromEntries(given) });
}

/** Throws `invalid_input` that names what is wrong. */
export function readFault(value: unknown): Fault {
  const result = faultSchema.safeParse(value);
  if (result.success) return result.data;
  const details = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new PatchbayError(
    'invalid_input',
    `No such fault: ${details.map(({ path, message }) => [path, message].filter(Boolean).join(': ')).join('; ')}.`,
    {
      details,
    },
  );
}
