import type { OperationResult } from '@patchbay/runtime';
import type { InterfaceId } from '@patchbay/schema';
import { errorOf } from '../actions/to-action-result.ts';
import type { LoadedTarget } from '../connections/load-target.ts';
import { recordRun } from '../runs/record-run.ts';
import type { ServiceContext } from '../types.ts';

const interfaceId = 'notify.send' satisfies InterfaceId;

export interface SendThrough {
  loaded: LoadedTarget;
  /** The way the message goes: a connection may hold an address beside what it signs in with. */
  authMethod: string;
}

/** A message in the words of the interface, or an operation of the provider with its own. */
export type OutgoingMessage = Record<string, unknown> | { operation: string; input: Record<string, unknown> };

/** Sends one message through a connection, as a run. What the provider refuses is in the result. */
export async function sendMessage(
  context: ServiceContext,
  { loaded, authMethod }: SendThrough,
  message: OutgoingMessage,
): Promise<OperationResult> {
  const { deps, actor } = context;
  const { target: own, credentials } = loaded;
  const target = { ...own, authMethod };
  const { connectionId } = target;
  const connection = { id: connectionId, providerSlug: target.manifest.id };
  const isOperation = 'operation' in message;
  const name = isOperation ? String(message.operation) : interfaceId;
  const run = { connection, kind: 'action' as const, name, secrets: credentials };
  const result = await recordRun(context, run, async ({ callOptions }) => {
    const value = isOperation
      ? await deps.runtime.execute(target, name, message.input as Record<string, unknown>, callOptions)
      : await deps.runtime.perform(target, interfaceId, message, callOptions);
    return { value, requests: value.requests, error: errorOf(value) };
  });
  if (result.success) deps.cache.noteUse('connection', connectionId, actor.organizationId, deps.clock.now());
  return result;
}
