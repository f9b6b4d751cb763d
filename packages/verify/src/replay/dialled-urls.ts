import { createEgressPolicy, createFixedDispatcherSource, createRuntime } from '@patchbay/runtime';
import type { Manifest } from '@patchbay/schema';
import { Agent, type Dispatcher } from 'undici';
import { makeCredentials, makeInput } from './make-values.ts';
import { createVirtualClock } from './virtual-clock.ts';

export interface Dialled {
  /** Every URL a request was about to be sent to. Nothing is sent. */
  urls: readonly string[];
  /** Why none was: the runtime's own sentence. */
  refusal: string | null;
}

/** Calls an operation with the real runtime and notes where it would have gone. */
export async function dialledUrls(
  manifest: Manifest,
  operation: string,
  settings: Record<string, unknown>,
): Promise<Dialled> {
  const urls: string[] = [];
  const agent = new Agent({ connect: (_options, callback) => callback(new Error('nothing is sent'), null) });
  const noting: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
    urls.push(`${String(options.origin)}${options.path}`);
    return dispatch(options, handler);
  };
  const { clock, sleep } = createVirtualClock(0);
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  // The public internet only: an address inside must be refused whatever the setting.
  const dispatchers = createFixedDispatcherSource(agent.compose(noting), createEgressPolicy({ allow: [] }));
  const runtime = createRuntime({ clock, sleep, logger: silent, dispatchers, random: () => 0 });
  const [method] = manifest.auth;
  if (!method) return { urls, refusal: 'there is no auth method' };
  const credentials = makeCredentials(method, { credentials: {} });
  const target = {
    ...{ manifest, settings, connectionId: 'con_hosts', organizationId: 'org_hosts', authMethod: method.id },
    ...{ verifyTls: true, timeoutMs: 1_000, credentials: { get: async () => credentials } },
  };
  try {
    const { error } = await runtime.execute(target, operation, makeInput(manifest, operation), {});
    return { urls, refusal: error?.message ?? null };
  } catch (error) {
    return { urls, refusal: error instanceof Error ? error.message : String(error) };
  } finally {
    await agent.destroy();
  }
}
