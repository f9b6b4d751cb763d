import { getCurrentCredential, getLastDoctorSteps } from '@patchbay/db';
import type { TestResult, TestStepId } from '@patchbay/runtime';
import { dateOf, notTried } from './look-at-network.ts';
import type { DoctorStepPlan, StepFinding, Visit } from './visit.ts';

const dayMs = 86_400_000;
/** Clocks further apart than this make signatures and tokens fail. */
const skewWarningMs = 30_000;
const skewFailureMs = 300_000;
/** Secrets people typed in are told of when they are older than this. */
const oldCredentialDays = 365;
/** Credentials that end within so many days are told of. */
const endingDays = 14;

/** Whether the provider knows us, and what it says about us. */
export const accessSteps: readonly DoctorStepPlan[] = [
  { id: 'authenticate', label: 'Authentication', look: lookAtAuthentication },
  {
    id: 'identity',
    label: 'Identity',
    look: (visit) =>
      ofTest(visit, (result) => {
        const { account } = result;
        const known = visit.connection.accountId;
        if (account && known !== null && known !== account.id)
          return {
            status: 'warning',
            seen: `Signed in as ${account.label}; the connection was made for ${visit.connection.accountLabel ?? known}.`,
            fault: 'configuration',
            fix: 'Enter the credentials of the account the connection was made for, or make a connection of its own.',
          };
        return fromTestStep(result, 'identity', visit);
      }),
  },
  { id: 'scopes', label: 'Permissions', look: (visit) => ofTest(visit, (result) => lookAtScopes(result, visit)) },
  { id: 'rate_limit', label: 'Rate limit', look: (visit) => ofTest(visit, lookAtRateLimit) },
  { id: 'clock', label: 'Clock', look: (visit) => ofTest(visit, (result) => lookAtClock(result, visit)) },
  { id: 'api_version', label: 'API version', look: (visit) => ofTest(visit, (result) => lookAtVersion(result, visit)) },
  { id: 'credential_age', label: 'Credentials', look: lookAtCredential },
];

async function lookAtAuthentication(visit: Visit): Promise<StepFinding> {
  const result = await visit.test();
  if (!result) return notTried();
  const { error } = result;
  if (!error) return fromTestStep(result, 'authenticate', visit);
  const passed = result.steps.some(({ id, status }) => id === 'authenticate' && status === 'passed');
  if (passed) return { status: 'ok', seen: `${visit.manifest.name} accepts the credentials.` };
  const isRefused = error.class === 'auth_invalid' || error.class === 'auth_expired';
  return {
    status: 'failed',
    seen: error.message,
    fault: isRefused ? 'configuration' : error.whoseFault === 'network' ? 'network' : 'provider',
    fix: error.nextStep,
  };
}

/** What the test said of a step of its own, in the doctor's words. */
function fromTestStep(result: TestResult, id: TestStepId, visit: Visit): StepFinding {
  const step = result.steps.find((one) => one.id === id);
  if (!step || step.status === 'skipped') return { status: 'skipped', seen: step?.message ?? 'Not tried.' };
  if (step.status === 'passed') return { status: 'ok', seen: step.message };
  return {
    status: 'failed',
    seen: step.message,
    fault: 'configuration',
    fix: result.error?.nextStep ?? `Look at the credentials at ${visit.manifest.name}.`,
  };
}

function lookAtScopes({ scopes, missingScopes }: TestResult, { manifest }: Visit): StepFinding {
  if (scopes === null)
    return { status: 'skipped', seen: `${manifest.name} does not tell what the credentials may do.` };
  if (missingScopes.length === 0)
    return { status: 'ok', seen: `Everything is granted: ${scopes.join(', ') || 'no scope is needed'}.` };
  const needs = Object.entries(manifest.operations).filter(([, { scopes: needed }]) =>
    needed.some((scope) => missingScopes.includes(scope)),
  );
  const names = needs.map(([name]) => name);
  return {
    status: 'warning',
    seen: `Not granted: ${missingScopes.join(', ')}. ${manifest.name} will refuse ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}.`,
    fault: 'configuration',
    fix: `Grant them at ${manifest.name} and connect again; without them the rest goes on working.`,
    bundle: [{ title: 'The scopes to add', text: missingScopes.join('\n') }],
  };
}

function lookAtRateLimit({ rateLimit }: TestResult): StepFinding {
  if (!rateLimit || rateLimit.limit === null || rateLimit.remaining === null)
    return { status: 'skipped', seen: 'The provider does not tell how many calls are left.' };
  const { limit, remaining, resetAt } = rateLimit;
  const seen = `${remaining} of ${limit} calls are left${resetAt === null ? '' : `, until ${new Date(resetAt).toISOString().slice(11, 16)} UTC`}.`;
  if (remaining > limit * 0.1) return { status: 'ok', seen };
  return {
    status: 'warning',
    seen,
    fault: 'configuration',
    fix: 'Let syncs run more seldom, or find out who else uses these credentials.',
  };
}

function lookAtClock({ clockSkewMs }: TestResult, { manifest }: Visit): StepFinding {
  if (clockSkewMs === null) return { status: 'skipped', seen: `${manifest.name} does not tell its time.` };
  const seconds = Math.round(Math.abs(clockSkewMs) / 1_000);
  if (Math.abs(clockSkewMs) < skewWarningMs)
    return { status: 'ok', seen: seconds === 0 ? 'Both clocks agree.' : `The clocks differ by ${seconds} seconds.` };
  return {
    status: Math.abs(clockSkewMs) < skewFailureMs ? 'warning' : 'failed',
    seen: `The clock of ${manifest.name} is ${seconds} seconds ${clockSkewMs > 0 ? 'ahead of' : 'behind'} this server's. Signatures and tokens carry the time, so they will be refused.`,
    fault: 'configuration',
    fix: 'Keep the time of both servers by NTP.',
    bundle: [{ title: 'Look at the clock of this server', text: 'timedatectl status' }],
  };
}

/** Another major version than at the last look may answer otherwise than the manifest expects, before anything fails. */
async function lookAtVersion({ version }: TestResult, visit: Visit): Promise<StepFinding> {
  const { context, connection, manifest } = visit;
  const pinned = manifest.http?.apiVersion;
  const pin = pinned ? ` Patchbay asks for ${pinned.value}.` : '';
  if (version === null) return { status: 'skipped', seen: `${manifest.name} does not tell its version.${pin}` };
  const key = { organizationId: context.actor.organizationId, connectionId: connection.id };
  const last = (await getLastDoctorSteps(context.deps.db.orm, key))?.find(({ id }) => id === 'api_version');
  const before = last?.data?.version;
  const data = { version };
  const seen = `${manifest.name} ${version}.${pin}`;
  if (typeof before !== 'string' || before === version) return { status: 'ok', seen, data };
  const change = `${seen} At the last look it was ${before}.`;
  if (majorOf(before) === majorOf(version)) return { status: 'ok', seen: change, data };
  return {
    status: 'warning',
    seen: change,
    fault: 'provider',
    fix: `Read what is new in ${manifest.name} ${version}, and look whether the next syncs bring what they brought before.`,
    data,
  };
}

/** `v17.5.1-ee` → 17; a version without a number is compared as a whole. */
function majorOf(version: string): string {
  return /\d+/.exec(version)?.[0] ?? version;
}

async function lookAtCredential({ context: { deps, actor }, connection, manifest }: Visit): Promise<StepFinding> {
  const key = { organizationId: actor.organizationId, connectionId: connection.id };
  const credential = await getCurrentCredential(deps.db.orm, key);
  if (!credential || credential.source === 'none')
    return { status: 'skipped', seen: 'This connection uses no credentials.' };
  const now = deps.clock.now();
  const { expiresAt, isRefreshable, createdAt, source } = credential;
  if (expiresAt && !isRefreshable) {
    const days = Math.floor((expiresAt.getTime() - now) / dayMs);
    if (days <= endingDays)
      return {
        status: days < 0 ? 'failed' : 'warning',
        seen:
          days < 0
            ? `The credentials ended on ${dateOf(expiresAt.getTime())}.`
            : `The credentials end ${days === 0 ? 'within a day' : `in ${days} ${days === 1 ? 'day' : 'days'}`}, on ${dateOf(expiresAt.getTime())}.`,
        fault: 'configuration',
        fix: `Make new ones at ${manifest.name} and enter them.`,
      };
  }
  // The database keeps its own time, which may be ahead of ours.
  const age = Math.max(0, Math.floor((now - createdAt.getTime()) / dayMs));
  if (source === 'sealed' && !isRefreshable && age > oldCredentialDays)
    return {
      status: 'warning',
      seen: `The credentials are ${age} days old.`,
      fault: 'configuration',
      fix: `Make new ones at ${manifest.name}, enter them, and revoke the old ones.`,
    };
  const renewed = isRefreshable ? ' They are renewed by themselves.' : '';
  return {
    status: 'ok',
    seen: `Version ${credential.version}, ${age === 0 ? 'made today' : `${age} ${age === 1 ? 'day' : 'days'} old`}.${renewed}`,
  };
}

async function ofTest(
  visit: Visit,
  look: (result: TestResult) => StepFinding | Promise<StepFinding>,
): Promise<StepFinding> {
  const result = await visit.test();
  if (!result || result.error) return notTried();
  return look(result);
}
