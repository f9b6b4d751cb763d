import { createPatchbayClient, type PatchbayClient } from '@patchbay/client';
import { ask } from './ask.ts';
import { type Command, type CommandContext, CommandError } from './command.ts';
import { defineCommand, UsageError } from './define-command.ts';

/** Makes one call of the API and answers with what it said. Throws a CommandError when it refuses or cannot be reached. */
export type Ask = <Data>(
  call: (client: PatchbayClient) => Promise<{ data?: Data; error?: unknown; response: Response }>,
) => Promise<Data>;

export interface ApiCommand {
  name: string;
  summary: string;
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

/** The options of them. */
export const apiOptions = { url: { type: 'string' }, key: { type: 'string' } } as const;

/** A command about a running Patchbay that has verbs of its own; address and key come from the arguments or the environment. */
export function defineApiCommand({ name, summary, usage, verbs, withArgument = [] }: ApiCommand): Command {
  return defineCommand({
    ...{ name, summary, usage, options: apiOptions },
    async run({ values, positionals: [verbName = '', ...rest] }, context) {
      const verb = Object.hasOwn(verbs, verbName) ? verbs[verbName] : undefined;
      if (!verb || rest.length !== (withArgument.includes(verbName) ? 1 : 0)) throw new UsageError();
      return verb(connectToApi(values, context), context, rest[0] ?? '');
    },
  });
}

/** How a command asks a running Patchbay, by its address and key. Throws a CommandError when one of them is missing or wrong. */
export function connectToApi(
  values: { url?: string | undefined; key?: string | undefined },
  { env }: Pick<CommandContext, 'env'>,
): Ask {
  const url = readUrl(values.url ?? env.PATCHBAY_URL);
  const apiKey = values.key ?? env.PATCHBAY_API_KEY ?? '';
  if (apiKey === '') {
    throw new CommandError(
      'This takes an API key. Give it in PATCHBAY_API_KEY or --key; admins make keys under Settings.',
    );
  }
  const client = createPatchbayClient({ baseUrl: url, apiKey });
  return (call) => ask(url, client, call);
}

function readUrl(given: string | undefined): string {
  const url = given || 'http://127.0.0.1:3001';
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new CommandError('PATCHBAY_URL or --url must be a web address such as https://patchbay.example.com.');
  }
  return url.replace(/\/+$/, '');
}
