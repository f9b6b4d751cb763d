import { randomUUID } from 'node:crypto';
import { schemesOf, type WebhookRequest } from '@patchbay/runtime';
import { deliveryBody, PatchbayError, type Webhooks } from '@patchbay/schema';
import { errors, request as send } from 'undici';
import { z } from 'zod';
import type { SimulatedProvider } from '../provider.ts';
import type { SimulatorClock } from '../simulator-clock.ts';
import { placeValue } from './place-value.ts';
import { publicKeyOf, signWebhook } from './sign-webhook.ts';

const deliverySchema = z.strictObject({
  provider: z.string().describe('Id of the provider.'),
  url: z.url({ protocol: /^https?$/ }).describe('The URL of the endpoint.'),
  secret: z.string().default('').describe('Its secret, as the provider was told.'),
  scheme: z.string().default('verify').describe('verify, or the place of an alternative, from 0.'),
  payload: z.record(z.string(), z.unknown()).optional().describe('Instead of the recorded payload of the event.'),
  delivery: z.string().optional().describe('Id of the delivery. Default: a new one.'),
});

export interface Delivered {
  event: string;
  deliveryId: string;
  /** The answer of the endpoint. */
  status: number;
  /** To type in where the scheme is checked with a public key. */
  publicKey: string | null;
}

export type DeliverWebhook = (event: string, wanted: unknown) => Promise<Delivered>;

const timeoutMs = 10_000;

/** Really delivers events over HTTP, signed as their provider signs. */
export function createWebhookDelivery(
  providers: readonly SimulatedProvider[],
  clock: Pick<SimulatorClock, 'now'>,
): DeliverWebhook {
  return async (event, wanted) => {
    const parsed = deliverySchema.safeParse(wanted);
    if (!parsed.success)
      throw new PatchbayError(
        'invalid_input',
        `Give provider, url and secret: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}.`,
      );
    const { url, secret, scheme: schemeName, payload, delivery: deliveryId = randomUUID() } = parsed.data;
    const provider = providers.find(({ manifest }) => manifest.id === parsed.data.provider);
    const webhooks = provider?.manifest.webhooks;
    if (!provider || !webhooks)
      throw new PatchbayError('invalid_input', `"${parsed.data.provider}" is not simulated, or sends no webhooks.`);
    const scheme = schemesOf(webhooks).get(schemeName);
    if (!scheme)
      throw new PatchbayError('invalid_input', `There is no scheme "${schemeName}"; "verify" is the usual one.`);
    const unsigned = makeDelivery(provider, webhooks, { event, url, deliveryId, payload });
    const signed = signWebhook(scheme, unsigned, { secret, delivery: webhooks.delivery, now: clock.now() });
    const status = await post(signed).catch((cause: unknown) => {
      throw new PatchbayError('invalid_input', whyNotSent(cause), { cause });
    });
    return { event, deliveryId, status, publicKey: publicKeyOf(scheme) };
  };
}

async function post({ url, headers, rawBody }: WebhookRequest): Promise<number> {
  const { statusCode, body } = await send(url, {
    method: 'POST',
    headers: headers as Record<string, string>,
    body: Buffer.from(rawBody),
    signal: AbortSignal.timeout(timeoutMs),
  });
  await body.dump();
  return statusCode;
}

function whyNotSent(cause: unknown): string {
  return cause instanceof errors.InvalidArgumentError
    ? 'The event, the delivery or the secret has signs no header may have, such as an end of a line. Give it without them.'
    : `Nobody took the delivery at that URL within ${timeoutMs / 1000} seconds. See that the endpoint is up and answers.`;
}

/** Headers of a recorded delivery that belong to it alone. */
const notKept = /signature|^authorization$|token$|^content-length$|^host$/i;

/** An event as the provider tells it: the recorded payload and headers of that event, else of another one, with this event's name. */
function makeDelivery(
  { vectors }: Pick<SimulatedProvider, 'vectors'>,
  webhooks: Webhooks,
  wanted: { event: string; url: string; deliveryId: string; payload: Readonly<Record<string, unknown>> | undefined },
): WebhookRequest {
  const { event, url, deliveryId, payload } = wanted;
  const own = vectors.filter(({ expect }) => expect.event === event);
  // A signed vector may be cut short; one that gives a record holds all that is mapped.
  const recorded =
    own.find(({ expect }) => expect.record?.data) ?? own[0] ?? vectors.find(({ expect }) => expect.event !== null);
  const headers = Object.entries(recorded?.request.headers ?? {}).filter(([name]) => !notKept.test(name));
  const usual = recorded ? deliveryBody(recorded.request) : Buffer.from('{}', 'utf8');
  const request: WebhookRequest = {
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/json',
      ...Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    },
    rawBody: payload === undefined ? usual : Buffer.from(JSON.stringify(payload), 'utf8'),
  };
  const named = webhooks.event ? placeValue(webhooks.event, event, request) : request;
  return webhooks.delivery ? placeValue(webhooks.delivery, deliveryId, named) : named;
}
