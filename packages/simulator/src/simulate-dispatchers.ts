import type { DispatcherSource } from '@patchbay/runtime';
import { Agent, type Dispatcher } from 'undici';
import { providerHeader } from './http/route-request.ts';

/**
 * Sends whatever goes to a provider to the simulator instead, whatever host it is for; the Host header still tells which. Messages for
 * addresses that people gave go their own way. The inner source is closed with this one.
 */
export function simulateDispatchers(inner: DispatcherSource, simulatorUrl: string): DispatcherSource {
  const simulator = new URL(simulatorUrl);
  const agent = new Agent({ connections: 128, pipelining: 1 });
  const redirected = new Map<string, Dispatcher>();
  return {
    ...inner,
    get(options) {
      const { provider } = options;
      if (provider === undefined) return inner.get(options);
      const known = redirected.get(provider) ?? agent.compose(redirect(provider, simulator));
      redirected.set(provider, known);
      return known;
    },
    browserUrl(url, provider) {
      if (url.host === simulator.host) return url;
      return new URL(`/${provider}/@${url.host}${url.pathname}${url.search}`, simulator);
    },
    async close() {
      await Promise.all([inner.close(), agent.close()]);
    },
  };
}

function redirect(provider: string, simulator: URL): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    const origin = new URL(String(options.origin));
    // A connection whose server URL is the simulator's own names the provider in its path.
    if (origin.host === simulator.host) return dispatch(options, handler);
    const headers = options.headers as Record<string, string | string[] | undefined> | null | undefined;
    return dispatch(
      { ...options, origin: simulator.origin, headers: { ...headers, host: origin.host, [providerHeader]: provider } },
      handler,
    );
  };
}
