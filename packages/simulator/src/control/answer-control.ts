import { isPatchbayError, type Manifest, PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { type Fault, readFault } from '../faults/fault.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { rateLimitWays } from '../faults/rate-limit-ways.ts';
import { jsonAnswer, type SimulatedAnswer } from '../http/simulated-answer.ts';
import type { SimulatorClock } from '../simulator-clock.ts';
import type { DeliverWebhook } from '../webhooks/deliver-webhook.ts';

export interface ControlDeps {
  clock: SimulatorClock;
  faults: FaultList;
  /** Of what is simulated. */
  manifests: readonly Manifest[];
  /** What the simulator serves, as JSON. */
  describe(): unknown;
  deliver: DeliverWebhook;
}

const clockSchema = z.union([
  z.strictObject({ advanceSeconds: z.number() }),
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
]);
/** Beyond them dates are written otherwise, or not at all. */
const [earliest, latest] = [Date.parse('1970-01-01T00:00:00Z'), Date.parse('9998-12-31T00:00:00Z')];
/** More of them at once than anybody switches on by hand. */
const mostFaults = 1_000;

/** The simulator's own API, below /_simulator. */
export async function answerControl(
  method: string,
  path: string,
  body: string,
  deps: ControlDeps,
): Promise<SimulatedAnswer> {
  try {
    const what = `${method} ${path}`;
    if (what === 'GET /providers') return jsonAnswer(200, deps.describe());
    if (what === 'GET /clock') return jsonAnswer(200, showClock(deps.clock));
    if (what === 'POST /clock') {
      const wanted = clockSchema.safeParse(readJson(body));
      if (!wanted.success)
        throw new PatchbayError('invalid_input', 'Give {"advanceSeconds": 60} or {"now": "2027-01-01T00:00:00Z"}.');
      const moment =
        'now' in wanted.data ? Date.parse(wanted.data.now) : deps.clock.now() + wanted.data.advanceSeconds * 1000;
      if (!(moment >= earliest && moment <= latest))
        throw new PatchbayError('invalid_input', 'The clock can be set to moments from the year 1970 to 9998.');
      deps.clock.set(moment);
      return jsonAnswer(200, showClock(deps.clock));
    }
    if (what === 'GET /faults') return jsonAnswer(200, { faults: deps.faults.list() });
    if (what === 'POST /faults') {
      const fault = readFault(readJson(body));
      requireKnown(fault, deps.manifests);
      if (deps.faults.list().length >= mostFaults)
        throw new PatchbayError(
          'invalid_input',
          `There are ${mostFaults} faults already. Take them back with DELETE /_simulator/faults.`,
        );
      deps.faults.add(fault);
      return jsonAnswer(201, { faults: deps.faults.list() });
    }
    if (what === 'DELETE /faults') {
      deps.faults.clear();
      return jsonAnswer(200, { faults: [] });
    }
    const event = method === 'POST' ? /^\/webhooks\/(.+)$/.exec(path)?.[1] : undefined;
    if (event !== undefined) return jsonAnswer(200, await deps.deliver(readName(event), readJson(body)));
    throw new PatchbayError(
      'not_found',
      'There are GET /providers, GET and POST /clock, GET, POST and DELETE /faults, and POST /webhooks/{event}, below /_simulator.',
    );
  } catch (error) {
    if (!isPatchbayError(error)) throw error;
    return jsonAnswer(error.code === 'not_found' ? 404 : 400, { error: error.message });
  }
}

/** A fault that nothing can meet would leave who waits for it in the dark. */
function requireKnown({ provider, operation, via }: Fault, manifests: readonly Manifest[]): void {
  const meant = manifests.filter(({ id }) => provider === undefined || id === provider);
  const fail = (message: string) => {
    throw new PatchbayError(
      'invalid_input',
      `No such fault: ${message}. GET /_simulator/providers lists what there is.`,
    );
  };
  if (meant.length === 0) fail(`provider: "${provider}" is not simulated`);
  const operations = meant.flatMap((manifest) =>
    Object.entries(manifest.operations)
      .filter(([name]) => operation === undefined || name === operation)
      .map(([, one]) => ({ manifest, one })),
  );
  if (operation !== undefined && operations.length === 0) fail(`operation: there is no "${operation}"`);
  const isTold = operations.some(({ manifest, one }) => rateLimitWays(manifest, one).some(({ id }) => id === via));
  if (via !== undefined && !isTold) fail(`via: nobody tells a wait by "${via}"`);
}

function readName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new PatchbayError('invalid_input', `"${text}" is no name of an event: a % stands before two digits.`);
  }
}

function showClock(clock: SimulatorClock): object {
  return { now: new Date(clock.now()).toISOString() };
}

function readJson(body: string): unknown {
  try {
    return body === '' ? {} : (JSON.parse(body) as unknown);
  } catch {
    throw new PatchbayError('invalid_input', 'The body is not JSON.');
  }
}
