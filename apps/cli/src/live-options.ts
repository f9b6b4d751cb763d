import type { AuthMethod } from '@patchbay/schema';
import { credentialNames } from '@patchbay/verify';
import { type CommandContext, CommandError } from './command.ts';
import { isRecord, parseJson } from './read-json.ts';

/** What commands take that call a provider with an account of somebody's own. */
export const liveOptions = {
  auth: { type: 'string' },
  setting: { type: 'string', multiple: true },
  allow: { type: 'string', multiple: true },
  insecure: { type: 'boolean' },
  stdin: { type: 'boolean' },
} as const;

export const liveUsage = `Credentials come from the environment, PATCHBAY_LIVE_<FIELD> (PATCHBAY_LIVE_API_KEY for apiKey), or with --stdin as a JSON
object on standard input. Never as arguments, which other people of the machine can read.

  --auth METHOD        one of the manifest's auth methods; else its first
  --setting NAME=TEXT  a setting of the connection; as often as there are settings
  --allow WHAT         reach this besides the public internet: loopback, private, or a host
  --insecure           take any certificate
  --stdin              read the credentials from standard input
`;

/** What somebody signs in with, and which of it was not given, by the names of the variables. */
export async function readLiveCredentials(
  method: AuthMethod,
  isStdin: boolean,
  context: CommandContext,
): Promise<{ credentials: Record<string, string>; missing: string[] }> {
  const names = credentialNames(method);
  const given = isStdin ? await readStandardInput(context) : {};
  const credentials = Object.fromEntries(
    names.flatMap((name) => {
      const value = given[name] ?? context.env[variableOf(name)];
      return value === undefined || value === '' ? [] : [[name, value] as const];
    }),
  );
  return { credentials, missing: names.filter((name) => credentials[name] === undefined).map(variableOf) };
}

/** `NAME=TEXT` of one option, as often as it was given. */
export function readPairs(option: string, given: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const end = text.indexOf('=');
      if (end < 1) throw new CommandError(`${option} ${text}: write it as NAME=TEXT.`);
      return [text.slice(0, end), text.slice(end + 1)] as const;
    }),
  );
}

/** apiKey → PATCHBAY_LIVE_API_KEY */
function variableOf(name: string): string {
  return `PATCHBAY_LIVE_${name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()}`;
}

async function readStandardInput({ stdin }: CommandContext): Promise<Record<string, string>> {
  const value = parseJson(stdin ? await stdin() : '');
  // What stands there is secret: it is never repeated.
  if (!isRecord(value) || !Object.values(value).every((text) => typeof text === 'string'))
    throw new CommandError('Standard input must be a JSON object of text, such as { "apiKey": "…" }.');
  return value as Record<string, string>;
}
