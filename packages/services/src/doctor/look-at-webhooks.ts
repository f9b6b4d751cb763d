import { type Challenge, listEndpointsOfConnection, type WebhookEndpoint } from '@patchbay/db';
import { checkHook } from '../webhooks/check-hook.ts';
import { openEndpointSecrets } from '../webhooks/endpoint-secrets.ts';
import { endpointUrl } from '../webhooks/endpoint-url.ts';
import { canManageHook, createHook, hookFacts, listHooks, removeHook, testHook } from '../webhooks/hook-at-provider.ts';
import { awaitChallenge, openChallenge } from './challenge.ts';
import { dateOf, notTried } from './look-at-network.ts';
import type { DoctorStepPlan, StepFinding, Visit } from './visit.ts';
import { webhookName } from './wanted-webhook.ts';

/** Endpoints looked at in one visit, unless one is asked for; each waits for a delivery. */
const maxLooked = 5;

/**
 * For each webhook of the connection, or the one that is asked for: the hook is there, the provider delivers, and the delivery proves
 * itself.
 */
export async function webhookSteps({
  context: { deps, actor },
  connection,
  manifest,
  webhookId,
}: Visit): Promise<DoctorStepPlan[]> {
  if (!manifest.webhooks) return [];
  const key = { organizationId: actor.organizationId, connectionId: connection.id };
  const endpoints = (await listEndpointsOfConnection(deps.db.orm, key)).filter(
    ({ id, hookState }) => hookState !== 'removed' && (webhookId === null || id === webhookId),
  );
  if (endpoints.length === 0) {
    const seen =
      webhookId === null
        ? 'The connection has no webhook: changes are seen when a sync runs.'
        : 'The webhook that was to be tested is not there any more.';
    return [{ id: 'webhooks', label: 'Webhooks', look: async () => ({ status: 'skipped', seen }) }];
  }
  const steps = endpoints.slice(0, maxLooked).flatMap(stepsOf);
  const left = endpoints.length - maxLooked;
  if (left <= 0) return steps;
  return [
    ...steps,
    {
      id: 'webhooks_left',
      label: 'Other webhooks',
      look: async () => ({
        status: 'skipped',
        seen: `${left} of ${endpoints.length} webhooks were not looked at, as each waits for a delivery. Test those one by one, under the webhooks of the connection.`,
      }),
    },
  ];
}

function stepsOf(endpoint: WebhookEndpoint): DoctorStepPlan[] {
  const name = webhookName(endpoint);
  let row = endpoint;
  let tested: Promise<Tested> | null = null;
  const test = (visit: Visit) => {
    tested ??= testDelivery(visit, row);
    return tested;
  };
  return [
    {
      id: `webhook_hook ${endpoint.id}`,
      label: `${name}: the hook`,
      look: async (visit) => {
        row = await checkHook(visit.context.deps, visit.target, endpoint);
        return hookFinding(row, visit);
      },
    },
    {
      id: `webhook_delivery ${endpoint.id}`,
      label: `${name}: a test delivery`,
      look: async (visit) => deliveryFinding(await test(visit), row, visit),
    },
    {
      id: `webhook_proof ${endpoint.id}`,
      label: `${name}: its proof`,
      look: async (visit) => proofFinding(await test(visit), visit),
    },
  ];
}

function hookFinding(row: WebhookEndpoint, { manifest }: Visit): StepFinding {
  const { hookState, hookMessage } = row;
  if (hookState === 'registered')
    return hookMessage === null
      ? { status: 'ok', seen: `The hook is at ${manifest.name} and switched on.` }
      : { status: 'warning', seen: hookMessage, fault: 'provider', fix: 'Look at the permissions of the credentials.' };
  if (hookState === 'manual')
    return {
      status: 'skipped',
      seen: `The hook was made by hand, so only a delivery can tell whether it is there.`,
    };
  return {
    status: 'failed',
    seen: hookMessage ?? `The hook is not at ${manifest.name}.`,
    fault: hookState === 'disabled' ? 'provider' : 'configuration',
    fix: 'Open the webhooks of this connection and register the hook again.',
    bundle: [{ title: `By hand at ${manifest.name}`, text: (manifest.webhooks?.setup ?? []).join('\n') }].filter(
      ({ text }) => text !== '',
    ),
  };
}

/** What came of asking for a delivery. */
interface Tested {
  /** Why nothing was asked for; null when it was. */
  reason: StepFinding | null;
  row: Challenge | null;
  /** What could not be cleaned up. */
  leftOver: string | null;
}

/**
 * Has the provider deliver to an address that brings a challenge back: a hook beside the real one, with the same secret, because sample
 * payloads can carry nothing of ours. It is removed again, as are those that an earlier visit had to leave.
 */
async function testDelivery(visit: Visit, endpoint: WebhookEndpoint): Promise<Tested> {
  const { context, target, manifest } = visit;
  const { deps } = context;
  const none = (reason: StepFinding | null): Tested => ({ reason, row: null, leftOver: null });
  if (endpoint.hookState !== 'registered') return none(byHand(endpoint, visit));
  if (!canManageHook(manifest, 'test') || !canManageHook(manifest, 'create') || !canManageHook(manifest, 'remove'))
    return none(byHand(endpoint, visit));
  const { key, secret } = openEndpointSecrets(deps, endpoint);
  const challenge = await openChallenge(visit, 'webhook');
  const base = endpointUrl(deps, { providerSlug: endpoint.providerSlug, key });
  const url = endpointUrl(deps, { providerSlug: endpoint.providerSlug, key, challenge: challenge.token });
  const facts = hookFacts({ ...endpoint, hookId: null }, { url, secret });
  await removeLeftOvers(visit, base, facts);
  const made = await createHook(deps, target, facts);
  if (!made.ok)
    return none({
      status: 'failed',
      seen: `${manifest.name} did not take a hook for the test: ${made.message}`,
      fault: 'provider',
      fix: 'Look at the permissions of the credentials: making hooks takes more than reading.',
    });
  const withId = { ...facts, hookId: made.value.id };
  const tested: Tested = none(null);
  try {
    const asked = await testHook(deps, target, withId);
    if (asked.ok) tested.row = await awaitChallenge(visit, challenge);
    else
      tested.reason = {
        status: 'failed',
        seen: `${manifest.name} was asked for a test delivery and refused: ${asked.message}`,
        fault: 'provider',
        fix: 'Some servers allow few test deliveries a minute, and none for an empty repository. Try again in a minute.',
      };
  } finally {
    const removed = await removeHook(deps, target, withId);
    if (!removed.ok) tested.leftOver = removed.message;
  }
  return tested;
}

async function removeLeftOvers(visit: Visit, base: string, facts: ReturnType<typeof hookFacts>): Promise<void> {
  const {
    context: { deps },
    target,
    manifest,
  } = visit;
  if (!canManageHook(manifest, 'list')) return;
  const listed = await listHooks(deps, target, facts);
  if (!listed.ok) return;
  for (const { id, address } of listed.value)
    if (address?.startsWith(`${base}/`)) await removeHook(deps, target, { ...facts, hookId: id });
}

function byHand({ lastAcceptedAt, hookState }: WebhookEndpoint, { manifest }: Visit): StepFinding {
  const last = lastAcceptedAt
    ? `The last delivery that proved itself came on ${dateOf(lastAcceptedAt.getTime())}.`
    : 'No delivery that proved itself has come yet.';
  if (hookState !== 'registered' && hookState !== 'manual')
    return { status: 'skipped', seen: `Not tried: the hook is not there. ${last}` };
  const reason =
    hookState === 'manual'
      ? 'Patchbay did not make this hook, so it cannot ask for a delivery.'
      : `${manifest.name} has no call for a test delivery.`;
  return lastAcceptedAt
    ? { status: 'ok', seen: `${reason} ${last}` }
    : {
        status: 'warning',
        seen: `${reason} ${last}`,
        fault: 'configuration',
        fix: `Cause an event at ${manifest.name}, or use "redeliver" or "test" in its settings of the webhook, and look at the inbox of this connection.`,
      };
}

function deliveryFinding({ reason, row }: Tested, _endpoint: WebhookEndpoint, visit: Visit): StepFinding {
  if (reason) return reason;
  const {
    context: { deps },
    manifest,
    waitMs,
  } = visit;
  if (row?.reachedAt) {
    const event = row.answer?.event ? ` ("${row.answer.event}")` : '';
    return { status: 'ok', seen: `${manifest.name} delivered${event}, with the challenge of this test.` };
  }
  return {
    status: 'failed',
    seen: `${manifest.name} said that it would deliver, and nothing came within ${Math.round(waitMs / 1_000)} seconds.`,
    fault: 'network',
    fix: `Let ${manifest.name} reach ${deps.settings.apiUrl}. Look at the recent deliveries of the hook there: it tells what went wrong.`,
    bundle: [
      {
        title: `Try it from the machine of ${manifest.name}: 404 means that it gets through`,
        text: `curl -s -o /dev/null -w '%{http_code}\\n' -X POST ${deps.settings.apiUrl}/webhooks/${manifest.id}/test`,
      },
    ],
  };
}

function proofFinding({ reason, row, leftOver }: Tested, { manifest }: Visit): StepFinding {
  if (reason || !row?.reachedAt) return notTried();
  if (!row.answeredAt)
    return {
      status: 'failed',
      seen: row.answer?.problem ?? 'The delivery did not prove where it comes from.',
      fault: 'configuration',
      fix: 'Give the webhook a new secret, so that both sides have the same one.',
    };
  return leftOver === null
    ? {
        status: 'ok',
        seen: 'The delivery proved where it comes from, once and in time. The hook of the test is removed again.',
      }
    : {
        status: 'warning',
        seen: `The delivery proved where it comes from. The hook of the test could not be removed: ${leftOver}`,
        fault: 'provider',
        fix: `Run the doctor again, or remove the hook at ${manifest.name} whose address is longer than the one of this webhook.`,
      };
}
