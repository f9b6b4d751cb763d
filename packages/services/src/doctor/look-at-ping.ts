import { randomBytes } from 'node:crypto';
import type { Challenge } from '@patchbay/db';
import type { OperationResult, Target } from '@patchbay/runtime';
import { awaitChallenge, type OpenChallenge, openChallenge } from './challenge.ts';
import { notTried } from './look-at-network.ts';
import { pingUrl } from './ping-url.ts';
import type { DoctorStepPlan, StepFinding, Visit } from './visit.ts';

/**
 * The four legs of a ping: we reach the tool, it believes us, it reaches us, we believe it. That it believes us is proven by a call with a
 * wrong signature, which it has to refuse: a tool that takes anything would take ours too.
 */
export function pingSteps(): DoctorStepPlan[] {
  let asked: Promise<Asked> | null = null;
  let answered: Promise<Challenge | null> | null = null;
  const ask = (visit: Visit) => {
    asked ??= askTool(visit);
    return asked;
  };
  const answer = async (visit: Visit) => {
    const { challenge, isDelivered } = await ask(visit);
    if (!isDelivered) return null;
    answered ??= awaitChallenge(visit, challenge);
    return answered;
  };
  return [
    { id: 'ping_reach_out', label: 'We reach the tool', look: async (visit) => reachOut(await ask(visit), visit) },
    {
      id: 'ping_authenticate_out',
      label: 'The tool believes us',
      look: async (visit) => authenticateOut(await ask(visit), visit),
    },
    {
      id: 'ping_reach_back',
      label: 'The tool reaches us',
      look: async (visit) => {
        const { isDelivered } = await ask(visit);
        return isDelivered ? reachBack(await answer(visit), visit) : notTried();
      },
    },
    {
      id: 'ping_authenticate_back',
      label: 'We believe the tool',
      look: async (visit) => {
        const row = await answer(visit);
        return row?.reachedAt ? authenticateBack(row, visit) : notTried();
      },
    },
  ];
}

interface Asked {
  challenge: OpenChallenge;
  /** What the tool said to a challenge with a wrong signature. */
  forged: OperationResult;
  /** What it said to the real one; null when it was not sent. */
  real: OperationResult | null;
  /** The real challenge is with the tool. */
  isDelivered: boolean;
}

async function askTool(visit: Visit): Promise<Asked> {
  const challenge = await openChallenge(visit, 'ping');
  const decoy = await openChallenge(visit, 'ping');
  const forged = await send(visit, withWrongSecret(visit), decoy);
  if (forged.error && !isRefusal(forged)) return { challenge, forged, real: null, isDelivered: false };
  const real = await send(visit, visit.target, challenge);
  return { challenge, forged, real, isDelivered: real.success };
}

function send({ context: { deps }, manifest, signal }: Visit, target: Target, challenge: OpenChallenge) {
  const { operation } = manifest.ping ?? { operation: '' };
  const facts: Record<string, string> = {
    challenge: challenge.id,
    nonce: challenge.nonce,
    callbackUrl: pingUrl(deps, challenge.token),
    issuedAt: challenge.issuedAt.toISOString(),
    expiresAt: challenge.expiresAt.toISOString(),
  };
  const declared = manifest.operations[operation]?.input ?? {};
  const input = Object.fromEntries(Object.entries(facts).filter(([name]) => Object.hasOwn(declared, name)));
  return deps.runtime.execute(target, operation, input, { signal });
}

/** The same connection with another secret of the same form. */
function withWrongSecret({ target, manifest }: Visit): Target {
  const name = manifest.ping?.secret ?? '';
  return {
    ...target,
    // A connection of its own for whatever is kept by connection, such as tokens.
    connectionId: `${target.connectionId}/forged`,
    credentials: {
      async get() {
        const values = await target.credentials.get();
        const prefix = /^whsec_/.test(values[name] ?? '') ? 'whsec_' : '';
        return { ...values, [name]: `${prefix}${randomBytes(32).toString('base64')}` };
      },
    },
  };
}

function isRefusal({ error }: OperationResult): boolean {
  return error?.class === 'auth_invalid' || error?.class === 'auth_expired' || error?.class === 'permission';
}

function reachOut({ forged, real }: Asked, { manifest }: Visit): StepFinding {
  const failed = [real?.error, forged.error].find((error) => error && !isRefusal({ error } as OperationResult));
  if (!failed) return { status: 'ok', seen: `${manifest.name} answers.` };
  return {
    status: 'failed',
    seen: failed.message,
    fault: failed.whoseFault === 'network' || failed.class === 'transient' ? 'network' : 'provider',
    fix: failed.nextStep,
  };
}

function authenticateOut({ forged, real }: Asked, { manifest }: Visit): StepFinding {
  if (forged.error && !isRefusal(forged)) return notTried();
  if (real?.error)
    return isRefusal(real)
      ? {
          status: 'failed',
          seen: `${manifest.name} refuses our signature.`,
          fault: 'configuration',
          fix: 'Give the tool and this connection the same secret, and keep the clocks of both right.',
          bundle: [{ title: 'A secret for both sides', text: 'echo "whsec_$(openssl rand -base64 32)"' }],
        }
      : notTried();
  if (forged.success)
    return {
      status: 'failed',
      seen: `${manifest.name} takes a challenge with a wrong signature: anybody could call it in our name.`,
      fault: 'provider',
      fix: 'Have the tool check the signature of each challenge, and answer 401 when it is wrong.',
    };
  return { status: 'ok', seen: `${manifest.name} took our signature and refused a wrong one.` };
}

function reachBack(row: Challenge | null, { context: { deps }, waitMs, manifest }: Visit): StepFinding {
  if (row?.reachedAt) return { status: 'ok', seen: `${manifest.name} called back.` };
  return {
    status: 'failed',
    seen: `${manifest.name} took the challenge but did not call back within ${Math.round(waitMs / 1_000)} seconds.`,
    fault: 'network',
    fix: `Let the tool reach ${deps.settings.apiUrl}; a firewall or a proxy may stand between.`,
    bundle: [
      {
        title: 'Try it from the machine of the tool: 404 means that it gets through',
        text: `curl -s -o /dev/null -w '%{http_code}\\n' ${deps.settings.apiUrl}/pings/test`,
      },
    ],
  };
}

function authenticateBack({ answeredAt, answer, isReplayed }: Challenge, { manifest }: Visit): StepFinding {
  if (!answeredAt)
    return {
      status: 'failed',
      seen: answer?.problem ?? `${manifest.name} called back without an answer.`,
      fault: 'configuration',
      fix: 'The tool has to send the nonce of this challenge, signed with the secret both sides know.',
    };
  return isReplayed
    ? {
        status: 'warning',
        seen: 'The answer was right, and then came a second time, which was refused.',
        fault: 'provider',
        fix: 'Have the tool answer each challenge once.',
      }
    : { status: 'ok', seen: 'The answer was signed, brought the nonce back, and came in time.' };
}
