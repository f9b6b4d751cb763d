import { isDeepStrictEqual } from 'node:util';
import {
  type AuthMethod,
  credentialFields,
  type Fixture,
  type FixtureInput,
  fixtureSchema,
  type Manifest,
} from '@patchbay/schema';
import { keyFields, makeCredentials } from '@patchbay/simulator';
import { findLeaks, type LiveAccount, type Outcome, openLive, replayFixture, runCall } from '@patchbay/verify';
import { ScaffoldError } from '../scaffold-error.ts';
import { type AskedAgain, askAgain } from './ask-again.ts';
import type { Exchange } from './exchange.ts';
import { recordExchanges } from './record-exchanges.ts';
import { type SampleAccount, sampleAccount } from './sample-account.ts';
import { scrubExchanges } from './scrub-exchanges.ts';
import type { StandIn } from './stand-ins.ts';

const deadlineMs = 60_000;

export interface RecordOptions extends LiveAccount {
  manifest: Manifest;
  method: AuthMethod;
  call: Fixture['call'];
  /** Text to replace besides what is found, and by what. */
  replace: Readonly<Record<string, string>>;
  /** Whether a call that fails is what is to be recorded. */
  isFailureWanted: boolean;
  /** Where the answers come from, for the fixture: a program and its version. */
  source: string;
  /** YYYY-MM-DD. */
  today: string;
}

export interface Recording {
  fixture: FixtureInput;
  /** What was replaced, and by what. */
  standIns: readonly StandIn[];
  droppedHeaders: readonly string[];
  /** Text of the account that stays, for somebody to look at. */
  keptTexts: readonly string[];
}

/**
 * Makes one call at the provider and makes a fixture of it, with nothing of the account in it, that replays. Writes nothing. Throws
 * ScaffoldError when the call failed, or when no such fixture can be made of it.
 */
export async function recordFixture(options: RecordOptions): Promise<Recording> {
  const { manifest, method, settings, credentials, today } = options;
  const { outcome: real, exchanges } = await callLive(options);
  if (exchanges.length === 0)
    throw new ScaffoldError(`Nothing was answered, so there is nothing to record. ${real.error ?? ''}`.trim());
  refuseUnwanted(real, options.isFailureWanted, manifest.name);
  const sample = sampleAccount(manifest, method, { settings, credentials });
  const { answers, standIns, droppedHeaders } = scrubExchanges(exchanges, { ...options, sample });
  const call = replaceInCall(options.call, (text) => standIns.apply(text));
  const again = { manifest, method, call, sample, answers, date: today };
  const { outcome, interactions } = await askTwice(again);
  refuseOther(real, outcome, answers.length - interactions.length);
  const fixture: FixtureInput = {
    provenance: { kind: 'recorded', source: options.source, date: today },
    call,
    ...(method.id === manifest.auth[0]?.id ? {} : { authMethod: method.id }),
    ...(Object.keys(sample.settings).length === 0 ? {} : { settings: sample.settings }),
    ...givenCredentials(method, sample, interactions),
    interactions: interactions.map(({ request, response }) => ({
      request: { ...request, ...(Object.keys(request.headers).length === 0 ? { headers: undefined } : {}) },
      response,
    })),
    expect: expectationOf(call, outcome),
  };
  const plain = JSON.parse(JSON.stringify(fixture)) as FixtureInput;
  refuseSecrets(options, plain, standIns.list());
  await refuseUnfit(manifest, plain);
  return { fixture: plain, standIns: standIns.list(), droppedHeaders, keptTexts: keptTexts(plain, standIns.list()) };
}

async function callLive(options: RecordOptions) {
  let exchanges = () => [] as Exchange[];
  const { runtime, target, close } = openLive(options.manifest, options.method, options, (inner) => {
    const recorded = recordExchanges(inner);
    exchanges = recorded.exchanges;
    return recorded.dispatchers;
  });
  try {
    const outcome = await runCall(runtime, target, options.call, { deadlineMs });
    return { outcome, exchanges: exchanges() };
  } finally {
    await close();
  }
}

function refuseUnwanted({ errorClass, error }: Outcome, isFailureWanted: boolean, name: string): void {
  if (errorClass !== null && !isFailureWanted)
    throw new ScaffoldError(
      `${error ?? `The call failed as ${errorClass}.`} To record the refusal itself, add --failure.`,
    );
  if (errorClass === null && isFailureWanted)
    throw new ScaffoldError(`${name} answered well, and --failure asks for a refusal. Nothing was recorded.`);
}

/** What the call gives must be the same in kind and number: else something that matters was replaced. */
function refuseOther(real: Outcome, again: Outcome, unused: number): void {
  const facts = ({ errorClass, items, account }: Outcome) => [errorClass, items?.length ?? null, account !== null];
  if (isDeepStrictEqual(facts(real), facts(again)) && unused === 0) return;
  const told = (outcome: Outcome) =>
    outcome.errorClass ?? (outcome.items ? `${outcome.items.length} items` : 'a success');
  throw new ScaffoldError(
    `With what is private replaced the answers no longer give the same: ${told(real)} at the provider, ${told(again)} afterwards${unused > 0 ? ` with ${unused} answers nobody asked for` : ''}. ${again.error ?? ''} Say with --replace what stands for what, or write this fixture by hand.`,
  );
}

/** A header that is another each time, such as an idempotency key, proves nothing. */
async function askTwice(options: Parameters<typeof askAgain>[0]): Promise<AskedAgain> {
  const [first, second] = [await askAgain(options), await askAgain(options)];
  const interactions = first.interactions.map(({ request, response }, index) => {
    const other = second.interactions[index]?.request.headers ?? {};
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(([name, value]) => other[name] === value),
    );
    return { request: { ...request, headers }, response };
  });
  return { outcome: first.outcome, interactions };
}

function replaceInCall(call: Fixture['call'], apply: (text: string) => string): Fixture['call'] {
  const replaced = (value: unknown): unknown => {
    if (typeof value === 'string') return apply(value);
    if (Array.isArray(value)) return value.map(replaced);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item)]));
  };
  if ('operation' in call || 'interface' in call)
    return { ...call, input: replaced(call.input) as Record<string, unknown> };
  return 'sync' in call && call.variables
    ? { ...call, variables: replaced(call.variables) as Record<string, unknown> }
    : call;
}

/** The sample's credentials are written down where the fixture would not get the same by itself, or where they stand in a request. */
function givenCredentials(
  method: AuthMethod,
  { credentials }: SampleAccount,
  interactions: Fixture['interactions'],
): Pick<FixtureInput, 'credentials'> {
  const usual = makeCredentials(method, { credentials: {} });
  const requests = JSON.stringify(interactions.map(({ request }) => request));
  const found = findLeaks(method, credentials, [{ where: 'the requests', text: requests }]).length > 0;
  const isSigned = method.type === 'aws_sigv4' || method.type === 'hmac_request';
  if (isDeepStrictEqual(usual, credentials) && !found && !isSigned) return {};
  // Keys are made when a fixture is replayed, and never written down.
  const keys = keyFields(method);
  const fields = credentialFields(method);
  const holdsKey = (name: string) => {
    const field = fields[name];
    return name in keys || (field?.type === 'secret' && field.members !== undefined);
  };
  return { credentials: Object.fromEntries(Object.entries(credentials).filter(([name]) => !holdsKey(name))) };
}

function expectationOf(call: Fixture['call'], outcome: Outcome): FixtureInput['expect'] {
  if (outcome.errorClass !== null)
    return { errorClass: outcome.errorClass, ...(outcome.sentence !== null && { says: outcome.sentence }) };
  if ('test' in call) {
    const { account, scopes, rateLimit } = outcome;
    const isCounted = typeof rateLimit?.limit === 'number' && typeof rateLimit.remaining === 'number';
    return {
      account,
      ...(scopes ? { scopes } : {}),
      ...(isCounted ? { rateLimit: { limit: Number(rateLimit.limit), remaining: Number(rateLimit.remaining) } } : {}),
    };
  }
  if (outcome.items)
    return { items: outcome.items.length, ...(outcome.items.length > 0 && { first: outcome.items[0] }) };
  return { result: outcome.result ?? null };
}

/** The last look: no spelling of a secret may be left, whatever was done before. */
function refuseSecrets(
  { method, credentials }: RecordOptions,
  fixture: FixtureInput,
  standIns: readonly StandIn[],
): void {
  const text = JSON.stringify(fixture);
  const found = standIns.filter(({ kind, original }) => kind === 'secret' && original.length >= 6);
  const decoded = [...text.matchAll(/[A-Za-z0-9+/_-]{8,}/g)]
    .map(([word]) => Buffer.from(word, 'base64').toString('latin1'))
    .join(' ');
  const isLeft = found.some(({ original }) => text.includes(original) || decoded.includes(original));
  if (isLeft || findLeaks(method, credentials, [{ where: 'the fixture', text }]).length > 0)
    throw new ScaffoldError(
      'A secret is still in the answers in a form that could not be replaced. Nothing was recorded; write this fixture by hand.',
    );
}

async function refuseUnfit(manifest: Manifest, fixture: FixtureInput): Promise<void> {
  const { problems, leaks } = await replayFixture(manifest, fixtureSchema.parse(fixture));
  const [problem] = problems;
  const [leak] = leaks;
  if (leak)
    throw new ScaffoldError(
      `The manifest lets the credential "${leak.credential}" into ${leak.where}. Correct that first.`,
    );
  if (problem) throw new ScaffoldError(`The fixture does not replay: ${problem.message}. Nothing was recorded.`);
}

/** Distinct texts of the answers that were left as they are, longest first. */
function keptTexts({ interactions }: FixtureInput, standIns: readonly StandIn[]): string[] {
  const texts = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === 'string' && value.length > 3) texts.add(value);
    else if (Array.isArray(value)) value.forEach(collect);
    else if (value !== null && typeof value === 'object') Object.values(value).forEach(collect);
  };
  for (const { response } of interactions) collect(response.body);
  const instead = new Set(standIns.map(({ standIn }) => standIn));
  return [...texts].filter((text) => !instead.has(text)).sort((a, b) => b.length - a.length);
}
