import { addHeaders } from '../http/headers.ts';
import { addQueryParameter } from '../http/outgoing-request.ts';
import { renderText } from '../http/template.ts';
import type { AuthContext, AuthStrategies, MethodOf } from './auth-strategy.ts';
import { forgetSignIn, type SignIn, signInKey, signInOnce, stopBefore } from './sign-in.ts';
import { requireCredentials } from './sign-in-request.ts';
import { runStep } from './step.ts';

type Context = AuthContext<MethodOf<'custom'>>;

interface StepValues extends SignIn {
  values: Record<string, string>;
}

/** Requests made first, then headers and query parameters made of credentials, settings and what the requests gave. */
export const custom: AuthStrategies['custom'] = {
  credentialHeaders: ({ config }) => Object.keys(config.apply.headers).map((name) => name.toLowerCase()),
  credentialParameters: ({ config }) => Object.keys(config.apply.query),

  async apply(request, context) {
    requireCredentials(context);
    const { apply } = context.method.config;
    const steps = await readSteps(context);
    context.hide(...Object.values(steps));
    const scope = { ...context.scope, steps };
    addHeaders(request.headers, apply.headers, scope);
    for (const [name, template] of Object.entries(apply.query)) {
      const value = renderText(template, scope);
      if (value !== undefined) request.query = addQueryParameter(request.query, name, value);
    }
  },

  async answerChallenge(_challenge, request, context) {
    const { steps, ttlSeconds } = context.method.config;
    // Without steps there is nothing to renew, and steps without a lifetime were made for this very request.
    if (steps.length === 0 || ttlSeconds === undefined) return false;
    const sent = `${Object.values(request.headers).join('\n')}\n${request.query}`;
    forgetSignIn<StepValues>(signInKey(context, 'steps'), context, ({ values }) =>
      Object.values(values).some((value) => sent.includes(value) || sent.includes(encodeURIComponent(value))),
    );
    return true;
  },
};

async function readSteps(context: Context): Promise<Record<string, string>> {
  const { steps, ttlSeconds } = context.method.config;
  if (steps.length === 0) return {};
  if (ttlSeconds === undefined) return runSteps(context);
  const kept = await signInOnce(signInKey(context, 'steps'), context, async (): Promise<StepValues> => {
    const values = await runSteps(context);
    const now = context.now();
    return { values, expiresAt: stopBefore(now + ttlSeconds * 1000, now) };
  });
  return kept.values;
}

/** Each step sees what those before it gave. */
async function runSteps(context: Context): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const step of context.method.config.steps) Object.assign(values, (await runStep(step, context, values)).values);
  return values;
}
