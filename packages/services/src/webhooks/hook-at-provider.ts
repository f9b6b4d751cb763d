import type { WebhookEndpoint } from '@patchbay/db';
import {
  type HookFacts,
  hookInput,
  type ListedHook,
  readHookScheme,
  readListedHook,
  type Target,
} from '@patchbay/runtime';
import { isPatchbayError, type Manifest } from '@patchbay/schema';
import type { ServiceDeps } from '../types.ts';

/** What came of a call to the provider about a hook. */
export type HookOutcome<Value> =
  | { ok: true; value: Value }
  /** `isGone`: the provider does not know the hook. `message` is for people. */
  | { ok: false; isGone: boolean; message: string };

type Part = 'create' | 'update' | 'remove' | 'list' | 'test';

/** The facts of an endpoint for the operations that manage its hook. */
export function hookFacts(
  row: Pick<WebhookEndpoint, 'events' | 'resource' | 'hookId'>,
  { url, secret }: { url: string; secret: string },
): HookFacts {
  return { url, secret, events: row.events, resource: row.resource, hookId: row.hookId };
}

/** True when the manifest knows how to do this at the provider. */
export function canManageHook({ webhooks }: Manifest, part: Part): boolean {
  return webhooks?.lifecycle?.[part] !== undefined;
}

/** A hook as making it was answered. */
export interface MadeHook {
  id: string;
  /** The scheme it delivers by; null: as was asked for. */
  scheme: string | null;
}

/** Makes the hook at the provider. */
export async function createHook(
  deps: Pick<ServiceDeps, 'runtime'>,
  target: Target,
  facts: HookFacts,
): Promise<HookOutcome<MadeHook>> {
  const made = await call(deps, target, 'create', facts);
  if (!made.ok) return made;
  const hook = readListedHook(target.manifest, made.value);
  if (hook) return { ok: true, value: { id: hook.id, scheme: readHookScheme(target.manifest, made.value) } };
  return { ok: false, isGone: false, message: `${target.manifest.name} made the hook but did not say which it is.` };
}

/** Gives the hook another address, secret or events. */
export function updateHook(deps: Pick<ServiceDeps, 'runtime'>, target: Target, facts: HookFacts) {
  return call(deps, target, 'update', facts);
}

/** Removes the hook at the provider. One that is not there is removed already. */
export async function removeHook(
  deps: Pick<ServiceDeps, 'runtime'>,
  target: Target,
  facts: HookFacts,
): Promise<HookOutcome<unknown>> {
  const removed = await call(deps, target, 'remove', facts);
  return !removed.ok && removed.isGone ? { ok: true, value: null } : removed;
}

/** Asks the provider for a test delivery. */
export function testHook(deps: Pick<ServiceDeps, 'runtime'>, target: Target, facts: HookFacts) {
  return call(deps, target, 'test', facts);
}

/** The hooks the provider has of this resource. A list that was not read to its end is an error, not an answer. */
export async function listHooks(
  deps: Pick<ServiceDeps, 'runtime'>,
  target: Target,
  facts: HookFacts,
): Promise<HookOutcome<ListedHook[]>> {
  const listed = await call(deps, target, 'list', facts);
  if (!listed.ok) return listed;
  const items = Array.isArray(listed.value) ? listed.value : [listed.value];
  return { ok: true, value: items.flatMap((item) => readListedHook(target.manifest, item) ?? []) };
}

async function call(
  { runtime }: Pick<ServiceDeps, 'runtime'>,
  target: Target,
  part: Part,
  facts: HookFacts,
): Promise<HookOutcome<unknown>> {
  const { manifest } = target;
  const operation = manifest.webhooks?.lifecycle?.[part];
  if (operation === undefined)
    return { ok: false, isGone: false, message: `${manifest.name} has no call for that; it is done by hand.` };
  try {
    const done = await runtime.execute(target, operation, hookInput(manifest, operation, facts));
    if (done.skippedOffline) return { ok: false, isGone: false, message: 'Patchbay is offline and changed nothing.' };
    if (done.error) {
      const { class: kind, message } = done.error;
      return { ok: false, isGone: kind === 'not_found' || kind === 'gone', message };
    }
    if (done.truncated)
      return { ok: false, isGone: false, message: `${manifest.name} has more hooks than can be read at once.` };
    return { ok: true, value: done.result };
  } catch (error) {
    // What the caller gave does not fit, such as a resource that is none.
    if (isPatchbayError(error)) return { ok: false, isGone: false, message: error.message };
    throw error;
  }
}
