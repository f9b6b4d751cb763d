import { z } from 'zod';

const statuses = ['queued', 'in_progress', 'waiting', 'completed'] as const;
const conclusions = ['success', 'failure', 'cancelled', 'skipped', 'neutral', 'timed_out', 'action_required'] as const;
const commitStates = ['pending', 'success', 'failure', 'error'] as const;

/** What callers ask with: only words that mean something. */
export const runStatusInput = z.enum(statuses);
export const runConclusionInput = z.enum(conclusions);
export const commitStateInput = z.enum(commitStates);

const unknown = 'unknown';
const whenUnknown = '`unknown` where the provider has a word of its own for it.';

/** What comes out, the same words for each provider; a word that is not known here never comes through as it is. */
export const runStatus = z
  .enum([...statuses, unknown])
  .describe(`\`waiting\` is for somebody or something outside: an approval, a time. ${whenUnknown}`);
export const runConclusion = z
  .enum([...conclusions, unknown])
  .describe(`How it ended; absent until it has. ${whenUnknown}`);
export const commitState = z.enum([...commitStates, unknown]).describe(whenUnknown);
