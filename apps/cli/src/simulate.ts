import { join } from 'node:path';
import { builtInManifests, createRegistry } from '@patchbay/registry';
import { PatchbayError } from '@patchbay/schema';
import {
  describeProvider,
  type ExampleRequest,
  type ProviderDescription,
  readProvider,
  type Simulator,
  startSimulator,
} from '@patchbay/simulator';
import { type CommandContext, CommandError } from './command.ts';
import { defineCommand, UsageError } from './define-command.ts';
import { requireRoot } from './find-root.ts';

const usage = `Usage: patchbay simulate [id…] [options]

Serves stand-ins for providers on this machine, built from their manifests and fixtures: sign-in, operations, lists of any
length, faults on demand and signed webhooks. Without an id it serves all of them. Stop it with Ctrl+C.

  --port N        port to listen on (default 4400)
  --items N       items in each list (default 25)
  --page-size N   items in a page nobody named the size of (default 10)
  --seed N        another number gives other ids and tokens (default 1)
  --json          say what is served as JSON
  --help          this text
`;

export const simulate = defineCommand({
  name: 'simulate',
  summary: 'serve a local stand-in for a provider, to try things without an account',
  usage,
  options: {
    port: { type: 'string', default: '4400' },
    items: { type: 'string', default: '25' },
    'page-size': { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean' },
  },
  known: [PatchbayError],
  async run({ values, positionals }, context) {
    const port = readNumber('port', values.port, 0, 65_535);
    const numbers = {
      port,
      items: readNumber('items', values.items, 0, 1_000_000),
      pageSize: readNumber('page-size', values['page-size'], 1, 100_000),
      seed: readNumber('seed', values.seed, 0, 2 ** 31),
    };
    const root = requireRoot(context.folder);
    const registry = createRegistry(builtInManifests);
    const manifests = positionals.length > 0 ? positionals.map((id) => registry.require(id)) : registry.list();
    const providers = await Promise.all(
      manifests.map((manifest) => readProvider(manifest, join(root, 'manifests', manifest.id))),
    );
    const simulator = await startSimulator({ providers, ...numbers }).catch((cause: unknown) => {
      if (!isPortTaken(cause)) throw cause;
      throw new CommandError(`Port ${port} is taken. Stop what listens there, or choose another with --port.`);
    });
    const descriptions = simulator.providers.map((provider) => describeProvider(provider, simulator.url));
    context.out(
      values.json
        ? `${JSON.stringify({ url: simulator.url, providers: descriptions })}\n`
        : describeAll(simulator, descriptions),
    );
    await untilStopped(context);
    await simulator.close();
    return 0;
  },
});

function readNumber(option: string, given: string, least: number, most: number): number {
  const number = Number(given);
  if (Number.isInteger(number) && number >= least && number <= most && given !== '') return number;
  throw new UsageError(`--${option} must be a whole number from ${least} to ${most}.`);
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

/** Until somebody presses Ctrl+C, or the process is asked to end. */
function untilStopped({ signal }: CommandContext): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve());
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}

function describeAll({ url }: Simulator, descriptions: readonly ProviderDescription[]): string {
  const needs = descriptions.filter(({ hasServerUrl }) => !hasServerUrl).map(({ name }) => name);
  const hint =
    needs.length === 0
      ? ''
      : `\n${needs.join(', ')}: the address is fixed. Start Patchbay with PATCHBAY_SIMULATOR_URL=${url} and it finds the simulator there.\n`;
  return `${descriptions.map(describe).join('\n')}${hint}
Faults, clock, webhooks and this list as JSON: ${url}/_simulator/{faults,clock,webhooks/EVENT,providers}
  curl -X POST ${url}/_simulator/faults -d '{"fault":"429","wait":30}'

Listening on ${url}
`;
}

function describe({ name, baseUrl, methods, events }: ProviderDescription): string {
  const lines = [`${name}  ${baseUrl}`];
  for (const { label, settings, credentials, oauthApp, example } of methods) {
    lines.push(`  ${label}`);
    for (const [key, value] of Object.entries(settings)) lines.push(`    setting ${key}: ${oneLine(value)}`);
    for (const [key, value] of Object.entries(credentials)) lines.push(`    ${key}: ${oneLine(value)}`);
    if (oauthApp)
      lines.push(`    client ID: ${oauthApp.clientId}`, `    client secret: ${oneLine(oauthApp.clientSecret)}`);
    if (example) lines.push(`    ${toCurl(example)}`);
  }
  if (events.length > 0) lines.push(`  Events: ${events.join(', ')}`);
  return `${lines.join('\n')}\n`;
}

/** Keys have many lines; what is served as JSON has them whole. */
function oneLine(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.includes('\n') ? `${text.split('\n')[0]} … (whole in /_simulator/providers)` : text;
}

function toCurl({ method, url, headers, body }: ExampleRequest): string {
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const parts = ['curl', ...(method === 'GET' ? [] : ['-X', method])];
  for (const [name, value] of Object.entries(headers)) parts.push('-H', quote(`${name}: ${value}`));
  if (body !== null) parts.push('-d', quote(body));
  return [...parts, quote(url)].join(' ');
}
