import type { Manifest } from '@patchbay/schema';
import { makeCredentials, makeInput } from '@patchbay/simulator';
import { Agent, type Dispatcher } from 'undici';
import { createReplayRuntime, replayTarget } from './create-replay-runtime.ts';

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
  // The public internet only: an address inside must be refused whatever the setting.
  const { runtime } = createReplayRuntime({ dispatcher: agent.compose(noting), allow: [], startMs: 0 });
  const [method] = manifest.auth;
  if (!method) return { urls, refusal: 'there is no auth method' };
  const credentials = makeCredentials(method, { credentials: {} });
  const target = replayTarget(manifest, method, settings, credentials);
  try {
    const { error } = await runtime.execute(target, operation, makeInput(manifest, operation), {});
    return { urls, refusal: error?.message ?? null };
  } catch (error) {
    return { urls, refusal: error instanceof Error ? error.message : String(error) };
  } finally {
    await agent.destroy();
  }
}
