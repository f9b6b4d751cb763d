import { accessSteps } from './look-at-access.ts';
import { callbackStep } from './look-at-callback.ts';
import { networkSteps } from './look-at-network.ts';
import { pingSteps } from './look-at-ping.ts';
import { webhookSteps } from './look-at-webhooks.ts';
import type { DoctorStepPlan, Visit } from './visit.ts';

/** What there is to look at for a connection, from the network up to what comes back to us. */
export async function planVisit(visit: Visit): Promise<DoctorStepPlan[]> {
  return [
    ...networkSteps,
    ...accessSteps,
    callbackStep,
    ...(await webhookSteps(visit)),
    ...(visit.manifest.ping ? pingSteps() : []),
  ];
}
