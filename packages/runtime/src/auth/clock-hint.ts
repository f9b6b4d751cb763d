import { ProviderError } from '../errors/provider-error.ts';
import type { Answer } from '../http/answer.ts';
import type { AuthContext } from './auth-strategy.ts';

/** How providers say that a signature is too old or too young. */
const saysTime =
  /expired|not yet (valid|current)|skew|too (old|early|late|far)|in the (past|future)|time ?frame|stale|timestamp/i;
/** Clocks this far apart are not worth a word, in milliseconds. */
const harmlessMs = 30_000;
/** No provider accepts a signature this far off, whatever it says, in milliseconds. */
const alwaysTooFarMs = 4.5 * 60_000;
const longestRead = 4_096;

/** Adds to a refusal of something signed with the time that the clocks differ, when they do. */
export function withClockHint(error: ProviderError, answer: Answer, context: AuthContext): ProviderError {
  if (answer.status !== 400 && answer.status !== 401 && answer.status !== 403) return error;
  const apartMs = clocksApart(answer.headers.date, context);
  if (apartMs === null) return error;
  const text = `${answer.headers['www-authenticate'] ?? ''} ${answer.bytes.toString('utf8', 0, longestRead)}`;
  if (Math.abs(apartMs) < alwaysTooFarMs && !saysTime.test(text)) return error;
  return blameClock(error, apartMs, context);
}

/** The same for something of the provider's that holds a time and is not accepted here. `date` is its clock, as its answer said. */
export function withClockBlame(error: ProviderError, date: string | undefined, context: AuthContext): ProviderError {
  const apartMs = clocksApart(date, context);
  return apartMs === null ? error : blameClock(error, apartMs, context);
}

/** How far this clock is ahead of the provider's; null when that is harmless or nobody knows. */
function clocksApart(date: string | undefined, context: AuthContext): number | null {
  const apartMs = context.now() - Date.parse(date ?? '');
  return Number.isNaN(apartMs) || Math.abs(apartMs) < harmlessMs ? null : apartMs;
}

function blameClock(error: ProviderError, apartMs: number, { providerName }: AuthContext): ProviderError {
  const { code, status, nothingSent } = error;
  return new ProviderError(
    error.class,
    `${error.message} The clock of this server is ${describe(Math.abs(apartMs))} ${apartMs > 0 ? 'ahead of' : 'behind'} that of ${providerName}.`,
    {
      ...{ code, nothingSent, whoseFault: 'you' },
      ...(status === undefined ? {} : { status }),
      nextStep: 'Set the clock of the machine Patchbay runs on (NTP), then try again.',
    },
  );
}

function describe(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 1) return `${Math.round(milliseconds / 1000)} seconds`;
  if (minutes < 120) return minutes === 1 ? 'a minute' : `${minutes} minutes`;
  return `${Math.round(minutes / 60)} hours`;
}
