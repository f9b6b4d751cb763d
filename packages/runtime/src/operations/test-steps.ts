import { testOf } from '@patchbay/schema';
import type { Call } from '../call/call.ts';
import type { ProviderError } from '../errors/provider-error.ts';
import type { TestResult, TestStep, TestStepId } from '../types.ts';

const order: readonly TestStepId[] = ['reach', 'authenticate', 'identity', 'scopes'];

/** What a failure says about each step: those before it passed, those after were not tried. */
export function failedSteps(error: ProviderError, call: Call): TestStep[] {
  const { name } = call.target.manifest;
  const failedAt = failedStep(error);
  const passed: Partial<Record<TestStepId, string>> = {
    reach: `${name} answers.`,
    authenticate: `${name} accepts the credentials.`,
  };
  return order.map((id): TestStep => {
    const position = order.indexOf(id) - order.indexOf(failedAt);
    if (position < 0) return { id, status: 'passed', message: passed[id] ?? '' };
    if (position === 0) return { id, status: 'failed', message: call.redact(error.message) };
    return { id, status: 'skipped', message: 'Not tried.' };
  });
}

/** The steps of a test that went through. */
export function passedSteps(call: Call, facts: Pick<TestResult, 'account' | 'scopes' | 'missingScopes'>): TestStep[] {
  const { manifest } = call.target;
  const proves = testOf(manifest, call.methodPlan.method).provesCredentials;
  return [
    { id: 'reach', status: 'passed', message: `${manifest.name} answers.` },
    authenticateStep(call, proves),
    facts.account
      ? { id: 'identity', status: 'passed', message: `Signed in as ${facts.account.label}.` }
      : { id: 'identity', status: 'skipped', message: `${manifest.name} does not tell whose credentials these are.` },
    scopesStep(manifest.name, facts),
  ];
}

function authenticateStep(call: Call, proves: boolean): TestStep {
  const { name } = call.target.manifest;
  if (call.methodPlan.method.type === 'none')
    return { id: 'authenticate', status: 'skipped', message: 'This connection uses no credentials.' };
  if (!call.hasSentCredentials)
    return {
      id: 'authenticate',
      status: 'skipped',
      message: `${name} did not ask for credentials, so they are not proven.`,
    };
  return proves
    ? { id: 'authenticate', status: 'passed', message: `${name} accepts the credentials.` }
    : {
        id: 'authenticate',
        status: 'skipped',
        message: `${name} answers the same without credentials, so they are not proven yet.`,
      };
}

function scopesStep(name: string, { scopes, missingScopes }: Pick<TestResult, 'scopes' | 'missingScopes'>): TestStep {
  if (scopes === null) return { id: 'scopes', status: 'skipped', message: `${name} does not tell the granted scopes.` };
  return missingScopes.length === 0
    ? { id: 'scopes', status: 'passed', message: 'All scopes are granted.' }
    : {
        id: 'scopes',
        status: 'failed',
        message: `Not granted: ${missingScopes.join(', ')}. What needs them will be refused; the rest works.`,
      };
}

function failedStep(error: ProviderError): TestStepId {
  if (error.class === 'auth_invalid' || error.class === 'auth_expired') return 'authenticate';
  // The provider knew the credentials well enough to say what they may not do.
  return error.class === 'permission' || error.class === 'plan_limit' ? 'identity' : 'reach';
}
