import type { CallToolResult } from '@modelcontextprotocol/server';
import type { ActionResult, ApiErrorBody } from '@patchbay/client';
import { boundList, boundValue } from '../bound-value.ts';
import type { Action } from './action.ts';
import type { Ask } from './ask.ts';

type Refusal = ApiErrorBody['error'];
type WhoseFault = NonNullable<NonNullable<ActionResult['error']>['whoseFault']>;

const faults: Record<WhoseFault, string> = {
  you: 'yours, or of the settings',
  provider: 'the provider',
  network: 'the network',
  patchbay: 'Patchbay itself',
};
/** What the API refuses because of itself; all else is in the call. */
const ownCodes = ['internal', 'overloaded', 'timeout'];

/** Runs an action through the API, as a run of the key, and tells what came of it. Throws a ToolFailure when nobody answers. */
export async function perform(
  ask: Ask,
  { connection, operation }: Pick<Action, 'connection' | 'operation'>,
  input: Record<string, unknown>,
  signal: AbortSignal,
): Promise<CallToolResult> {
  const answer = await ask<{ result?: ActionResult; refusal?: Refusal }>(async (client) => {
    const { data, error, response } = await client.POST('/api/v1/integrations/connections/{id}/actions/{operation}', {
      params: { path: { id: connection.id, operation } },
      body: input,
      signal,
    });
    if (isApiError(error)) return { data: { refusal: error.error }, response };
    return { ...(data && { data: { result: data } }), error, response };
  });
  if (answer.refusal) return refused(answer.refusal);
  const { result } = answer;
  if (result?.success) return succeeded(result);
  return failed(result);
}

function succeeded({ items, result, truncated }: ActionResult): CallToolResult {
  const told = items ? boundList(items) : { result: boundValue(result ?? null) };
  const structuredContent = { success: true, ...told, ...(truncated && { hasMoreAtProvider: true }) };
  return { content: [], structuredContent };
}

/** The provider, or the way to it, did not do it. */
function failed(result: ActionResult | undefined): CallToolResult {
  const error = result?.error;
  if (result?.skippedOffline && !error) {
    const message = 'Not sent: Patchbay is offline. Send the request below by hand, or call again when it is online.';
    const request = boundValue(result.skippedPayload ?? null);
    return toFailure(message, { code: 'offline', message }, { request });
  }
  const message = error?.message ?? 'The operation did not succeed, and the provider did not say why.';
  const lines = [
    message,
    ...(error?.whoseFault ? [`Whose fault: ${faults[error.whoseFault]}.`] : []),
    ...(error?.retryAfterSeconds !== undefined ? [`Call again in ${error.retryAfterSeconds} seconds.`] : []),
  ];
  return toFailure(lines.join('\n'), error ?? { message });
}

/** The API did not let the call through: nothing was sent. */
function refused({ code, message, details }: Refusal): CallToolResult {
  const whoseFault: WhoseFault = ownCodes.includes(code) ? 'patchbay' : 'you';
  // One problem alone is the message already.
  const problems = details && details.length > 1 ? details : [];
  const lines = [message, ...problems.map(({ path, message: problem }) => `${path}: ${problem}`)];
  return toFailure(lines.join('\n'), { code, message, whoseFault, ...(details && { details }) });
}

function toFailure(text: string, error: Record<string, unknown>, more: Record<string, unknown> = {}): CallToolResult {
  return {
    isError: true,
    content: [{ type: 'text', text }],
    structuredContent: { success: false, error, ...more },
  };
}

function isApiError(body: unknown): body is ApiErrorBody {
  if (typeof body !== 'object' || body === null || !('error' in body)) return false;
  const { error } = body;
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error;
}
