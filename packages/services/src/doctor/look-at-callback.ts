import { getChallenge } from '@patchbay/db';
import { isProviderError } from '@patchbay/runtime';
import { openChallenge } from './challenge.ts';
import { pingUrl } from './ping-url.ts';
import type { DoctorStepPlan, StepFinding, Visit } from './visit.ts';

const localHost = /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|0\.0\.0\.0)$/i;

/** Whether our own address leads back to us, where something out there is to call it. */
export const callbackStep: DoctorStepPlan = { id: 'callback', label: 'Our own address', look: lookAtCallback };

async function lookAtCallback(visit: Visit): Promise<StepFinding> {
  const { context, manifest } = visit;
  const { deps, actor } = context;
  if (!manifest.webhooks && !manifest.ping)
    return { status: 'skipped', seen: `${manifest.name} calls nothing of ours.` };
  const { apiUrl } = deps.settings;
  const bundle = [
    { title: 'Tell Patchbay its public address, in its environment', text: 'API_URL=https://patchbay.example.com' },
  ];
  const challenge = await openChallenge(visit, 'ping');
  try {
    await deps.runtime.callOwnAddress(pingUrl(deps, challenge.token));
  } catch (error) {
    if (!isProviderError(error)) throw error;
    return {
      status: 'failed',
      seen: `${apiUrl} cannot be called from here: ${error.message}`,
      fault: 'configuration',
      fix: 'Set API_URL to the address under which this server is reached, and let a proxy in front of it pass /webhooks and /pings on.',
      bundle,
    };
  }
  const row = await getChallenge(deps.db.orm, { organizationId: actor.organizationId, id: challenge.id });
  if (!row?.reachedAt)
    return {
      status: 'failed',
      seen: `Something answers at ${apiUrl}, but the call did not come back to this installation.`,
      fault: 'configuration',
      fix: 'Another server stands at this address, or a proxy keeps calls to /pings and /webhooks for itself. Set API_URL right.',
      bundle,
    };
  const origin = await visit.origin();
  const { hostname } = new URL(apiUrl);
  if (localHost.test(hostname) && origin && !localHost.test(origin.host))
    return {
      status: 'warning',
      seen: `${apiUrl} leads back here, but it is an address of this machine alone: ${manifest.name} cannot call it.`,
      fault: 'configuration',
      fix: 'Give this server an address others can reach, and set API_URL to it.',
      bundle,
    };
  return { status: 'ok', seen: `${apiUrl} leads back to this installation.` };
}
