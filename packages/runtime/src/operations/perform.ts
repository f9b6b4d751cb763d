import { type Implementation, type InterfaceId, interfaces, type Manifest, PatchbayError } from '@patchbay/schema';
import type { RuntimeContext } from '../call/runtime-context.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { toCallError } from '../errors/to-call-error.ts';
import { select, selectFlag } from '../select/expressions.ts';
import type { CallOptions, OperationResult, Target } from '../types.ts';
import { execute } from './execute.ts';

/** One call of an interface may look through so many things one by one. */
const MAX_REPEATS = 100;
/** Something is looked for in so long a list before it is written. */
const MAX_LOOKED_THROUGH = 10_000;

interface Step {
  operation: string;
  input: string;
  when?: string | undefined;
  forEach?: string | undefined;
  as?: string | undefined;
}

/** How a manifest serves an interface. Throws `unsupported`, with those it serves in `data`. */
export function requireImplementation(manifest: Manifest, id: string): Implementation {
  const found = Object.hasOwn(manifest.implements, id) ? manifest.implements[id as InterfaceId] : undefined;
  if (found) return found;
  const served = Object.keys(manifest.implements);
  throw new PatchbayError(
    'unsupported',
    `${manifest.name} does not serve "${id.slice(0, 100)}". ${served.length > 0 ? `It serves ${served.join(', ')}.` : 'It serves no interface.'}`,
    { data: { supported: served } },
  );
}

/**
 * Does what an interface asks for by the operations the manifest maps it to, one after the other. The first one that does not succeed is
 * the answer. Offline, reads that would only have prepared a write are left out, and the write is handed back unsent. A write never follows
 * a list that was not read to its end: what it looks for there may be in the rest, and would be made a second time.
 */
export async function perform(
  runtime: RuntimeContext,
  target: Target,
  id: string,
  given: Readonly<Record<string, unknown>>,
  options: CallOptions,
): Promise<OperationResult> {
  const { manifest } = target;
  const implementation = requireImplementation(manifest, id);
  const contract = interfaces[id as InterfaceId];
  const input = parseInput(contract.input, given);
  refuseNotTaken(manifest, id, implementation, given);
  const isSingle = 'operation' in implementation;
  const sequence: readonly Step[] = isSingle ? [implementation] : implementation.steps;
  const steps: Record<string, unknown> = {};
  let last: OperationResult = { success: true, skippedOffline: false, requests: 0 };
  const isWrite = (step: Step) => manifest.operations[step.operation]?.safety !== 'read';
  const stepOptions = sequence.some(isWrite) ? { limit: MAX_LOOKED_THROUGH, ...options } : options;
  let truncated: string | null = null;
  let requests = 0;
  try {
    for (const step of sequence) {
      const scope = isSingle ? input : { input, steps };
      if (step.when !== undefined && !selectFlag(step.when, scope)) continue;
      if (truncated !== null && isWrite(step)) throw notReadToItsEnd(`"${id}" of ${manifest.name}`, truncated);
      const isPreparation = !isWrite(step) && sequence.length > 1;
      const results: { item: unknown; result: unknown }[] = [];
      for (const item of itemsOf(step, scope, `"${id}" of ${manifest.name}`)) {
        const view = step.forEach === undefined ? scope : { ...scope, item };
        const result = await execute(
          runtime,
          target,
          step.operation,
          withoutNulls(select(step.input, view)),
          stepOptions,
        );
        requests += result.requests;
        if (!result.success && !(result.skippedOffline && isPreparation)) return { ...result, requests };
        if (result.truncated) truncated = step.operation;
        last = result;
        results.push({ item, result: result.result ?? null });
      }
      if (step.as !== undefined) steps[step.as] = step.forEach === undefined ? results[0]?.result : results;
    }
    const view = isSingle ? last.result : { input, steps };
    const output = implementation.output === undefined ? last.result : select(implementation.output, view);
    const result = parseOutput(manifest, id, output);
    return { success: true, result, truncated: truncated !== null, skippedOffline: false, requests };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { success: false, error: toCallError(error), skippedOffline: false, requests };
  }
}

/** What a step runs for: once, or for each of a list. Nothing of a list is left out in silence. */
function itemsOf({ forEach }: Step, scope: Readonly<Record<string, unknown>>, what: string): readonly unknown[] {
  if (forEach === undefined) return [null];
  const items = select(forEach, scope) ?? [];
  if (!Array.isArray(items))
    throw new ProviderError('bug', `A step of ${what} runs for each of a list, and what it looks through is none.`);
  if (items.length > MAX_REPEATS)
    throw new ProviderError(
      'validation',
      `${what} would have to look through ${items.length} things one by one, and ${MAX_REPEATS} are allowed.`,
      { nextStep: 'Ask for a smaller part of it, or call the operations of the provider one by one.' },
    );
  return items;
}

function notReadToItsEnd(what: string, operation: string): ProviderError {
  return new ProviderError(
    'validation',
    `${what} looks through the whole list of "${operation}" before it writes, and the list is longer than Patchbay reads at once. What it looks for may be in the rest, so nothing was written.`,
    { nextStep: 'Name what is to be changed by its id, or call the operations of the provider one by one.' },
  );
}

function parseInput(
  schema: (typeof interfaces)[InterfaceId]['input'],
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data as Record<string, unknown>;
  const details = parsed.error.issues.map(({ path, message }) => ({ path: ['input', ...path].join('.'), message }));
  const sentence = details.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new PatchbayError('invalid_input', `The input does not fit the interface: ${sentence}.`, { details });
}

/** Nothing that is asked for is left out in silence. What asks for nothing (false, an empty text, list or object) may be there. */
function refuseNotTaken(
  { name }: Manifest,
  id: string,
  { notTaken }: Implementation,
  given: Readonly<Record<string, unknown>>,
): void {
  const refused = Object.entries(notTaken).filter(([input]) => selectFlag('@', given[input]));
  if (refused.length === 0) return;
  const details = refused.map(([input, { reason, instead }]) => ({
    path: `input.${input}`,
    message: `${name} does not take "${input}" for ${id}. ${reason} ${instead}`,
  }));
  throw new PatchbayError('unsupported', details.map(({ message }) => message).join(' '), { details });
}

function parseOutput(manifest: Manifest, id: string, output: unknown): unknown {
  const parsed = interfaces[id as InterfaceId].output.safeParse(output);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ProviderError(
    'bug',
    `What ${manifest.name} answered does not fit "${id}" (${issue?.path.join('.') || 'the result'}: ${issue?.message}).`,
    { whoseFault: 'patchbay', nextStep: 'It may have been done all the same: look there first. Then report it.' },
  );
}

function withoutNulls(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null && each !== undefined));
}
