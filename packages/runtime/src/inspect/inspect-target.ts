import { createCall } from '../call/call.ts';
import type { RuntimeContext } from '../call/runtime-context.ts';
import { parseBaseUrl } from '../http/base-url.ts';
import { renderText } from '../http/template.ts';
import type { Target } from '../types.ts';
import { inspectOrigin, type OriginView } from './inspect-origin.ts';

/** Longest wait for each layer, in milliseconds. */
const layerTimeoutMs = 10_000;

/** Goes the way to the servers a connection calls. Null when it calls none over HTTP, or when none is set yet. */
export async function inspectTarget(
  runtime: RuntimeContext,
  target: Target,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<OriginView | null> {
  const { http } = target.manifest;
  if (!http) return null;
  const { scope } = createCall(runtime, target, {});
  const rendered = renderText(http.baseUrl, scope);
  if (rendered === undefined) return null;
  const { origin } = parseBaseUrl(rendered);
  const { egress, network } = runtime.dispatchers;
  return inspectOrigin(origin, {
    egress,
    ...network,
    verifyTls: target.verifyTls,
    timeoutMs: Math.min(layerTimeoutMs, target.timeoutMs),
    signal,
  });
}
