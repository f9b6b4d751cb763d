import { type OperationResult, requireImplementation } from '@patchbay/runtime';
import { annotationNames, type Implementation, type InterfaceId, type Manifest } from '@patchbay/schema';
import { z } from 'zod';
import { errorOf, toActionResult } from '../actions/to-action-result.ts';
import { recordAudit } from '../audit/append.ts';
import { idempotencyKeySchema } from '../connections/connection-input.ts';
import { loadTarget } from '../connections/load-target.ts';
import { requireUsable } from '../connections/require-usable.ts';
import type { ActionResult } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { recordRun } from '../runs/record-run.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';

const inputSchema = z.strictObject({
  connectionId: idSchema,
  interface: z.string().min(1).max(100),
  input: z.record(z.string().max(100), z.unknown()).default({}),
  idempotencyKey: idempotencyKeySchema,
});

const safeties = ['read', 'write', 'destructive'] as const;

/**
 * Does what a provider-neutral interface asks for, as a run: the same input and output whichever provider serves it. What the provider
 * refuses is in the result; a bad input or an interface it does not serve is thrown.
 */
export async function performInterface(
  context: ServiceContext,
  given: z.input<typeof inputSchema>,
): Promise<ActionResult> {
  const { deps, actor } = context;
  requirePermission(actor, 'actions.read');
  const { connectionId, interface: id, input, idempotencyKey } = parseInput(inputSchema, given);
  const loaded = await loadTarget(context, connectionId);
  const { manifest } = loaded.target;
  const safety = safetyOf(manifest, requireImplementation(manifest, id));
  requirePermission(actor, `actions.${safety}`);
  requireUsable(loaded);

  const isRead = safety === 'read';
  const connection = { id: connectionId, providerSlug: manifest.id };
  const run = { connection, kind: 'action' as const, name: id, secrets: loaded.credentials, isWrittenAhead: !isRead };
  const startedAt = deps.clock.now();
  const result = await recordRun(context, run, async ({ callOptions }) => {
    const value = await deps.runtime.perform(loaded.target, id, input, {
      ...callOptions,
      ...(idempotencyKey && { idempotencyKey }),
    });
    return { value, requests: value.requests, error: errorOf(value) };
  });
  noteAnnotation(context, { connectionId, provider: manifest.id, id, input, result, startedAt });
  if (result.success) deps.cache.noteUse('connection', connectionId, actor.organizationId, deps.clock.now());
  if (!isRead) {
    await recordAudit(context, {
      action: 'interface.perform',
      target: { type: 'connection', id: connectionId, label: loaded.name },
      after: { interface: id, safety, success: result.success, skippedOffline: result.skippedOffline },
    });
  }
  return toActionResult(result);
}

/** The most that any of its operations may do. */
function safetyOf(manifest: Manifest, implementation: Implementation): (typeof safeties)[number] {
  const names =
    'operation' in implementation ? [implementation.operation] : implementation.steps.map((step) => step.operation);
  const ranks = names.map((name) => safeties.indexOf(manifest.operations[name]?.safety ?? 'destructive'));
  return safeties[Math.max(...ranks)] ?? 'destructive';
}

/** As text, since the log blots out whatever is called a body. The request was built without credentials; its headers are no help. */
function toPayloadText(payload: OperationResult['skippedPayload']): string {
  return JSON.stringify({ method: payload?.method, url: payload?.url, body: payload?.body });
}

interface Annotation {
  connectionId: string;
  provider: string;
  id: string;
  input: Readonly<Record<string, unknown>>;
  result: OperationResult;
  startedAt: number;
}

/** Counts an annotation of code and writes its line, with the payload when it has to be posted by hand. */
function noteAnnotation(
  { deps, actor, requestId }: ServiceContext,
  { connectionId, provider, id, input, result, startedAt }: Annotation,
): void {
  const operation = annotationNames[id as InterfaceId];
  if (operation === undefined) return;
  const durationMs = deps.clock.now() - startedAt;
  const status = result.skippedOffline ? 'skipped' : result.success ? 'success' : 'error';
  deps.observer?.annotated?.({ provider, operation, status, durationMs });
  const { pullRequestNumber, commitSha, headSha } = input;
  const line = {
    ...{ requestId, organizationId: actor.organizationId, integrationId: connectionId, provider, operation, status },
    ...(typeof pullRequestNumber === 'number' && { prNumber: pullRequestNumber }),
    ...(typeof (commitSha ?? headSha) === 'string' && { commitSha: String(commitSha ?? headSha).slice(0, 64) }),
    durationMs,
  };
  if (status === 'skipped')
    deps.logger.warn({ ...line, payload: toPayloadText(result.skippedPayload) }, 'annotation not posted: offline');
  else if (status === 'error') deps.logger.warn({ ...line, errorClass: result.error?.class }, 'annotation failed');
  else deps.logger.info(line, 'annotation posted');
}
