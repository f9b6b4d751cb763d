import { isPatchbayError, PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { readFault } from '../faults/fault.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { jsonAnswer, type SimulatedAnswer } from '../http/simulated-answer.ts';
import type { SimulatorClock } from '../simulator-clock.ts';
import type { DeliverWebhook } from '../webhooks/deliver-webhook.ts';

export interface ControlDeps {
  clock: SimulatorClock;
  faults: FaultList;
  /** What the simulator serves, as JSON. */
  describe(): unknown;
  deliver: DeliverWebhook;
}

const clockSchema = z.union([
  z.strictObject({ advanceSeconds: z.number() }),
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
]);

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
      if ('now' in wanted.data) deps.clock.set(Date.parse(wanted.data.now));
      else deps.clock.advance(wanted.data.advanceSeconds * 1000);
      return jsonAnswer(200, showClock(deps.clock));
    }
    if (what === 'GET /faults') return jsonAnswer(200, { faults: deps.faults.list() });
    if (what === 'POST /faults') {
      deps.faults.add(readFault(readJson(body)));
      return jsonAnswer(201, { faults: deps.faults.list() });
    }
    if (what === 'DELETE /faults') {
      deps.faults.clear();
      return jsonAnswer(200, { faults: [] });
    }
    const event = method === 'POST' ? /^\/webhooks\/(.+)$/.exec(path)?.[1] : undefined;
    if (event !== undefined) return jsonAnswer(200, await deps.deliver(decodeURIComponent(event), readJson(body)));
    throw new PatchbayError(
      'not_found',
      'There are GET /providers, GET and POST /clock, GET, POST and DELETE /faults, and POST /webhooks/{event}, below /_simulator.',
    );
  } catch (error) {
    if (!isPatchbayError(error)) throw error;
    return jsonAnswer(error.code === 'not_found' ? 404 : 400, { error: error.message });
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
