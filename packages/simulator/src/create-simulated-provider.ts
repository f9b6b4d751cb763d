import type { AuthMethod, ErrorClass, Manifest } from '@patchbay/schema';
import { createListAnswerer } from './answers/answer-list.ts';
import { answerSignIn } from './answers/answer-sign-in.ts';
import { successesOf } from './answers/choose-interaction.ts';
import { recordedRefusal, simulatorAnswer } from './answers/refuse.ts';
import { swapInputs } from './answers/swap-inputs.ts';
import { type CredentialState, checkCredentials } from './auth/check-credentials.ts';
import { simulatedCredentials, simulatedSettings } from './auth/simulated-credentials.ts';
import { type ExampleRequest, exampleRequest } from './example-request.ts';
import type { Fault } from './faults/fault.ts';
import { faultAnswer } from './faults/fault-answer.ts';
import { type FaultList, usualWaitSeconds } from './faults/fault-list.ts';
import { indexInteractions } from './fixtures/interaction-index.ts';
import { jsonAnswer, recordedAnswer, type SimulatedAnswer } from './http/simulated-answer.ts';
import type { SimulatedRequest } from './http/simulated-request.ts';
import { createOperationFinder, type FoundOperation } from './match/operation-finder.ts';
import { createOAuthServer, type OAuthServer } from './oauth/oauth-server.ts';
import type { SimulatedProvider } from './provider.ts';
import type { SimulatorClock } from './simulator-clock.ts';

/** One provider at work. */
export interface ProviderAtWork {
  provider: SimulatedProvider;
  manifest: Manifest;
  oauth: OAuthServer;
  /** What to type in for a method. */
  credentialsOf(method: AuthMethod): Record<string, string>;
  /** Settings that the fixtures of the method have, the usual ones else. */
  settingsOf(method: AuthMethod): Record<string, unknown>;
  /** A request to try by hand, for a provider that is served at an address. */
  exampleOf(method: AuthMethod, baseUrl: string): ExampleRequest | null;
  /** `asked`: the fault the request itself asks for. Null for an answer: the request is none this provider knows. */
  answer(request: SimulatedRequest, asked: Fault | null): Answered;
}

export interface Answered {
  answer: SimulatedAnswer | null;
  /** What is done to the answer on its way. */
  fault: Fault | null;
}

export interface ProviderOptions {
  /** Items of each generated list. */
  items: number;
  /** Items in a page that nobody named the size of. */
  pageSize: number;
  seed: number;
  clock: SimulatorClock;
  faults: FaultList;
}

export function createSimulatedProvider(provider: SimulatedProvider, options: ProviderOptions): ProviderAtWork {
  const { manifest, fixtures } = provider;
  const { clock, seed, faults } = options;
  const credentials = new Map(manifest.auth.map((method) => [method.id, simulatedCredentials(provider, method)]));
  const credentialsOf = ({ id }: AuthMethod) => credentials.get(id) ?? {};
  const find = createOperationFinder(manifest, secretPathsOf(provider, credentialsOf));
  const interactions = indexInteractions(manifest, fixtures, find);
  const answerList = createListAnswerer(manifest, options);
  const oauth = createOAuthServer({ manifest, credentialsOf, clock, seed });

  /** Tokens that answers of sign-ins have given out. */
  const given = new Set<string>();

  function signIn(request: SimulatedRequest): SimulatedAnswer | null {
    const recorded = answerSignIn(interactions, request, clock.now());
    for (const text of recorded?.texts ?? []) given.add(text);
    return recorded?.answer ?? null;
  }

  function judge(request: SimulatedRequest): { method: AuthMethod; state: CredentialState }[] {
    return manifest.auth.map((method) => ({
      method,
      state: checkCredentials({
        method,
        credentials: credentialsOf(method),
        request,
        tokenState: (token) => (method.type === 'oauth2' ? oauth.tokenState(token, method) : 'wrong'),
        isGiven: (token) => given.has(token),
      }),
    }));
  }

  function answerOperation(
    request: SimulatedRequest,
    found: readonly FoundOperation[],
    method: AuthMethod | null,
    isEndless: boolean,
  ): SimulatedAnswer {
    const [first] = found as [FoundOperation, ...FoundOperation[]];
    const recorded = successesOf(interactions, found, request, method?.id ?? null);
    const list = answerList({ request, found, recorded, isEndless });
    if (list) return list;
    const [best] = recorded;
    if (!best)
      return simulatorAnswer(
        501,
        `No fixture of ${manifest.id} shows a successful ${first.name} (${first.operation.request}).`,
        `Add manifests/${manifest.id}/fixtures/<name>.json with a call of the operation "${first.name}".`,
      );
    endToken(request, first.name, method);
    const { response } = best.interaction;
    const known = { path: best.operations.find(({ name }) => name === first.name)?.path ?? {}, request: best.request };
    const body = swapInputs(response.body, known, { path: first.path, request });
    return recordedAnswer({ ...response, ...(body !== undefined && { body }) });
  }

  /** An operation that ends the token it is called with ends it here too. */
  function endToken(request: SimulatedRequest, name: string, method: AuthMethod | null): void {
    if (method?.type !== 'oauth2' || method.config.revokeOperation !== name) return;
    const { header, prefix } = method.config.accessTokenIn;
    oauth.end(request.headers[header.toLowerCase()]?.slice(prefix.length) ?? '');
  }

  return {
    provider,
    manifest,
    oauth,
    credentialsOf,
    exampleOf: (method, baseUrl) =>
      exampleRequest({
        ...{ baseUrl, method, interactions },
        operation: (method.test ?? manifest.test).operation,
        credentials: credentialsOf(method),
        issue: oauth.issue,
      }),
    settingsOf: (method) => simulatedSettings(provider, method),
    answer(request, asked) {
      const found = find(request);
      const isSignIn = found.length === 0;
      const signedIn = oauth.answer(request) ?? (isSignIn ? signIn(request) : null);
      if (signedIn === null && isSignIn) return { answer: null, fault: null };
      const now = clock.now();
      const switchedOn = asked
        ? { fault: asked, resetsAt: now + (asked.wait ?? usualWaitSeconds) * 1000 }
        : faults.take(
            manifest.id,
            found.map(({ name }) => name),
          );
      const fault = switchedOn?.fault ?? null;
      const states = judge(request);
      const good =
        states.find(({ state, method }) => state === 'good' && method.type !== 'none') ??
        states.find(({ state }) => state === 'good');
      const tried = good ?? states.find(({ state }) => state !== 'missing') ?? states[0];
      const authMethod = tried?.method.id ?? null;
      if (switchedOn) {
        const waitMs = Math.max(0, switchedOn.resetsAt - now);
        const refusal = faultAnswer({
          manifest,
          interactions,
          found,
          fault: switchedOn.fault,
          authMethod,
          waitMs,
          now,
        });
        if (refusal) return { answer: refusal, fault };
      }
      if (signedIn) return { answer: signedIn, fault };
      if (!good) return { answer: refuse(found, tried?.state ?? 'missing', authMethod), fault };
      return { answer: answerOperation(request, found, good.method, fault?.fault === 'endless-cursor'), fault };
    },
  };

  function refuse(
    found: readonly FoundOperation[],
    state: CredentialState,
    authMethod: string | null,
  ): SimulatedAnswer {
    const order: ErrorClass[] =
      state === 'expired' ? ['auth_expired', 'auth_invalid'] : ['auth_invalid', 'auth_expired'];
    return (
      order
        .map((one) => recordedRefusal({ manifest, interactions }, found, { authMethod, classes: [one] }))
        .find((answer) => answer !== null) ??
      jsonAnswer(401, { message: 'Simulated: the credentials are missing, wrong or expired.' })
    );
  }
}

/** The paths of addresses that are credentials, those of the fixtures among them. */
function secretPathsOf(
  { manifest, fixtures }: SimulatedProvider,
  credentialsOf: (method: AuthMethod) => Record<string, string>,
): Set<string> {
  const addresses = manifest.auth.flatMap((method) =>
    method.type === 'secret_url'
      ? [credentialsOf(method), ...fixtures.map(({ fixture }) => fixture.credentials)].map(
          (credentials) => credentials[method.config.field] ?? '',
        )
      : [],
  );
  return new Set(addresses.filter((address) => URL.canParse(address)).map((address) => new URL(address).pathname));
}
