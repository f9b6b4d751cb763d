import { parseArgs } from 'node:util';
import { createPatchbayClient, type PatchbayClient } from '@patchbay/client';
import { ask } from './ask.ts';
import { type CommandContext, CommandError } from './command.ts';

/** Makes one call of the API and answers with what it said. Throws a CommandError when it refuses or cannot be reached. */
export type Ask = <Data>(
  call: (client: PatchbayClient) => Promise<{ data?: Data; error?: unknown; response: Response }>,
) => Promise<Data>;

export interface ApiCommand {
  usage: string;
  /** Verbs behind the command's name: `keys check`. */
  verbs: Readonly<Record<string, (ask: Ask, context: CommandContext, argument: string) => Promise<number>>>;
  /** Verbs that take one argument, such as a file. The others take none. */
  withArgument?: readonly string[];
}

/** What every command about a running Patchbay takes. */
export const apiUsage = `  --url ADDRESS   where Patchbay is; else PATCHBAY_URL, else http://127.0.0.1:3001
  --key KEY       an API key; else PATCHBAY_API_KEY, which keeps it out of the list of processes
  --help          this text
`;

/** Runs one verb of a command about a running Patchbay, with its address and key from the arguments or the environment. */
export async function runApiCommand(
  { usage, verbs, withArgument = [] }: ApiCommand,
  argv: readonly string[],
  context: CommandContext,
): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(argv);
  } catch (error) {
    context.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  const { values, positionals } = parsed;
  if (values.help) {
    context.out(usage);
    return 0;
  }
  const [name = '', ...rest] = positionals;
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!verb || rest.length !== (withArgument.includes(name) ? 1 : 0)) {
    context.error(usage);
    return 2;
  }
  try {
    const url = readUrl(values.url ?? context.env.PATCHBAY_URL);
    const apiKey = values.key ?? context.env.PATCHBAY_API_KEY ?? '';
    if (apiKey === '') {
      throw new CommandError(
        'This takes an API key. Give it in PATCHBAY_API_KEY or --key; admins make keys under Settings.',
      );
    }
    const client = createPatchbayClient({ baseUrl: url, apiKey });
    return await verb((call) => ask(url, client, call), context, rest[0] ?? '');
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    context.error(`${error.message}\n`);
    return 2;
  }
}

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { url: { type: 'string' }, key: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
}

function readUrl(given: string | undefined): string {
  const url = given || 'http://127.0.0.1:3001';
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new CommandError('PATCHBAY_URL or --url must be a web address such as https://patchbay.example.com.');
  }
  return url.replace(/\/+$/, '');
}
