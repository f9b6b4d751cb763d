import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';

function port(fallback: number, description: string) {
  return z.coerce
    .number({ error: 'must be a port number from 1 to 65535' })
    .int('must be a whole number')
    .min(0, 'must be a port number from 1 to 65535')
    .max(65_535, 'must be a port number from 1 to 65535')
    .default(fallback)
    .describe(description);
}

function count(fallback: number, minimum: number, description: string) {
  return z.coerce
    .number({ error: 'must be a whole number' })
    .int('must be a whole number')
    .min(minimum, `must be at least ${minimum}`)
    .default(fallback)
    .describe(description);
}

function optionalCount(minimum: number, description: string) {
  return z.coerce
    .number({ error: 'must be a whole number' })
    .int('must be a whole number')
    .min(minimum, `must be at least ${minimum}`)
    .optional()
    .describe(description);
}

const origin = z
  .url({ protocol: /^https?$/, error: 'must be a web address such as https://patchbay.example.com' })
  .transform((value) => value.replace(/\/+$/, ''));

const list = z
  .string()
  .default('')
  .transform((value) => value.split(/[\s,]+/).filter(Boolean));

const text = z.string().min(1).max(4_000).optional();

const variableList = list.refine((names) => names.every((name) => /^[A-Za-z_][A-Za-z0-9_]*\*?$/.test(name)), {
  error: 'must hold names of variables with commas between them; a * may stand at the end of one',
});

/** Every environment variable there is, with the text of docs/self-hosting.md. */
export const envSchema = z.object({
  API_PORT: port(3001, 'The port the API listens on.'),
  ADMIN_PORT: port(3000, 'The port of the admin; the default of APP_URL uses it.'),
  HOST: z.string().min(1).default('127.0.0.1').describe('The address to listen on. 0.0.0.0 is every one.'),
  API_URL: origin.optional().describe('Where callers reach the API. Default: http://localhost and API_PORT.'),
  APP_URL: origin.optional().describe('Where people reach the admin. Default: http://localhost and ADMIN_PORT.'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
    .optional()
    .describe('A PostgreSQL 15 or newer. Left out, the embedded database in PATCHBAY_DATA_DIR is used.'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must start with redis:// or rediss://')
    .optional()
    .describe(
      'A Redis 6 or newer through which several processes share the rate budgets of providers. Left out, each process keeps them by itself.',
    ),
  PATCHBAY_DATA_DIR: z
    .string()
    .min(1)
    .default('.data')
    .describe('The folder of the embedded database and its key file. One process uses it at a time.'),
  PATCHBAY_ENCRYPTION_KEYS: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Keys that seal credentials, as id:base64 pairs with commas between them, newest first. Needed with DATABASE_URL; embedded mode makes a key file itself.',
    ),
  PATCHBAY_LOST_KEYS: list.describe(
    'Ids of encryption keys that are lost for good, with commas between them. Without them the server refuses to start while a credential needs a key it does not have.',
  ),
  PATCHBAY_AUTHREF_ENV: variableList.describe(
    'Variables that `authref://env/NAME` may read besides PATCHBAY_SECRET_*, with commas between them; a * at the end stands for any rest. Every organization may use them.',
  ),
  PATCHBAY_VAULT_ADDR: z
    .url({ protocol: /^https?$/, error: 'must be a web address such as https://vault.example.com:8200' })
    .optional()
    .describe(
      'A HashiCorp Vault that `authref://vault/patchbay/<organization id>/path#field` reads from. https, or http to this machine, where Vault Agent may listen.',
    ),
  PATCHBAY_VAULT_TOKEN: text.describe('A token of Vault. It is renewed while it can be.'),
  PATCHBAY_VAULT_ROLE_ID: text.describe(
    'Instead of a token: the role id of an AppRole, whose login is renewed by itself.',
  ),
  PATCHBAY_VAULT_SECRET_ID: text.describe('The secret id of the AppRole.'),
  PATCHBAY_VAULT_NAMESPACE: text.describe('A namespace of Vault Enterprise.'),
  PATCHBAY_VAULT_MOUNT: z.string().min(1).default('secret').describe('Where the KV engine, version 2, is mounted.'),
  PATCHBAY_VAULT_PATHS: z
    .string()
    .default('patchbay/{organizationId}/')
    .transform((value) => value.split(/[\s,]+/).filter(Boolean))
    .describe(
      'What organizations may read in Vault, without the mount and with commas between them. All below a path that ends in /, else that one path. `{organizationId}` stands for who asks; a path without it is open to every organization.',
    ),
  PATCHBAY_SETUP_TOKEN: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe('The token the first setup asks for. Left out, a random one is printed at start.'),
  PATCHBAY_ROLE: z
    .enum(['all', 'api', 'worker'], { error: 'must be all, api or worker' })
    .default('all')
    .describe('What this process does: answer requests (api), run jobs (worker), or both (all).'),
  PATCHBAY_MANIFESTS: z.string().min(1).optional().describe('A folder of private manifests.'),
  PATCHBAY_OFFLINE: z
    .enum(['0', '1', 'true', 'false', ''], { error: 'must be 1 or 0' })
    .default('0')
    .transform((value) => value === '1' || value === 'true')
    .describe(
      '1: no provider is called. The answer to a write is the request, for posting by hand. An action that lists what a sync keeps answers with its last records, up to 1 000, when it is called without an input; the records themselves stay readable whole. All other reads answer `offline`: actions with an input, interfaces, discovery, tests and syncs.',
    ),
  PATCHBAY_SIMULATOR: z
    .enum(['0', '1', 'true', 'false', ''], { error: 'must be 1 or 0' })
    .default('0')
    .transform((value) => value === '1' || value === 'true')
    .describe(
      '1: starts the simulator in this process and sends it whatever is meant for a provider. For trying things; every connection is marked as simulated.',
    ),
  PATCHBAY_SIMULATOR_PORT: port(4400, 'The port of the simulator that PATCHBAY_SIMULATOR starts.'),
  PATCHBAY_SIMULATOR_URL: origin
    .optional()
    .describe('A simulator that runs already (`patchbay simulate`), which gets what is meant for providers instead.'),
  PATCHBAY_OAUTH_IMPLICIT: z
    .enum(['0', '1', 'true', 'false', ''], { error: 'must be 1 or 0' })
    .default('0')
    .transform((value) => value === '1' || value === 'true')
    .describe(
      '1: providers of old that hand tokens out in addresses (the implicit grant of OAuth) may be signed in to. Histories and logs may keep such tokens, so leave it off where you can.',
    ),
  PATCHBAY_SSO_TRUSTED_DOMAINS: list.describe(
    'E-mail domains that organizations may sign in with without a TXT record, because whoever runs this server vouches for them.',
  ),
  PATCHBAY_EGRESS_ALLOW: list.describe(
    'Private hosts, addresses or ranges that may be called, with commas between them: 10.0.0.0/8, gitlab.internal. `loopback` is this machine; embedded mode allows it.',
  ),
  PATCHBAY_TRUSTED_PROXIES: list.describe(
    'Addresses or ranges of proxies whose X-Forwarded-For is believed. This machine is always among them.',
  ),
  PATCHBAY_BODY_LIMIT_BYTES: count(1_048_576, 1_024, 'The largest request body, in bytes. The proxy has no limit.'),
  PATCHBAY_REQUEST_TIMEOUT_MS: count(120_000, 1_000, 'The longest one request may take, in milliseconds.'),
  PATCHBAY_RATE_LIMIT_PER_KEY: count(
    120_000,
    0,
    'Requests a minute one API key or session may make of each process; proxied calls are not counted. 0: no limit.',
  ),
  PATCHBAY_RATE_LIMIT_PER_IP: count(
    600,
    0,
    'Requests a minute one address may make without a valid key or session. 0: no limit.',
  ),
  PATCHBAY_SIGN_IN_LIMIT_PER_IP: count(
    20,
    0,
    'Attempts a minute one address may make to sign in, to sign up or to set up. 0: no limit.',
  ),
  PATCHBAY_SYNC_CONCURRENCY: optionalCount(
    1,
    'Syncs one worker process does at a time. Default: 4, and 3 on the embedded database.',
  ),
  PATCHBAY_SYNCS_PER_ORGANIZATION: optionalCount(
    1,
    'How many of them may be of one organization. Default: all but one, so that a place is left for others.',
  ),
  PATCHBAY_SYNCS_PER_PROVIDER: optionalCount(
    1,
    'How many of them may be of one provider, so that a slow one does not take all places. Default: all but one.',
  ),
  PATCHBAY_WAITING_SYNCS_PER_ORGANIZATION: count(
    1_000,
    1,
    'Syncs of one organization that may wait for a worker. More are refused until some have run.',
  ),
  PATCHBAY_SYNC_MIN_INTERVAL_MINUTES: count(
    5,
    1,
    'How often a schedule somebody sets may run a sync, in minutes between two runs.',
  ),
  PATCHBAY_HEALTH_CONCURRENCY: count(
    8,
    0,
    'Connections one worker process asks at a time whether they still work. 0: connections are not asked by themselves.',
  ),
  PATCHBAY_EVENT_RETENTION_DAYS: count(
    30,
    1,
    'How many days events and their deliveries are kept. A reader that was away for longer has missed some.',
  ),
  PATCHBAY_WEBHOOK_RETENTION_DAYS: count(
    30,
    1,
    'How many days deliveries of webhooks are kept in the inbox, with their payloads.',
  ),
  PATCHBAY_RUN_RETENTION_DAYS: count(
    90,
    1,
    'How many days runs are kept, with their logs. The last of each sync, test and doctor of a connection stays, as does the last that succeeded.',
  ),
  PATCHBAY_DOCTOR_WAIT_SECONDS: count(30, 1, 'How many seconds a doctor waits for a test delivery or a call back.'),
  PATCHBAY_SHUTDOWN_TIMEOUT_MS: count(25_000, 0, 'How long running requests and jobs may finish after SIGTERM.'),
  PATCHBAY_METRICS_PORT: z.coerce
    .number({ error: 'must be a port number from 1 to 65535' })
    .int('must be a whole number')
    .min(0, 'must be a port number from 1 to 65535')
    .max(65_535, 'must be a port number from 1 to 65535')
    .optional()
    .describe(
      'The port on which a process of the role worker answers GET /metrics, /healthz and /readyz. Left out, it answers nothing.',
    ),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be a web address such as http://127.0.0.1:4318' })
    .optional()
    .describe(
      'Where OpenTelemetry traces are sent, by OTLP over HTTP. The other variables of the exporter, such as OTEL_EXPORTER_OTLP_HEADERS and OTEL_SERVICE_NAME, hold too. Left out, none are made.',
    ),
  METRICS_TOKEN: z
    .string()
    .min(1)
    .optional()
    .describe('When set, GET /metrics asks for it as a bearer token. Without it only this machine may read them.'),
  BETTER_AUTH_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters')
    .optional()
    .describe('Signs session cookies. Left out, it is derived from the oldest encryption key.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be fatal, error, warn, info, debug, trace or silent',
    })
    .default('info')
    .describe('How much is logged.'),
});

export type Env = z.output<typeof envSchema> & { API_URL: string; APP_URL: string };

/** Reads the settings once. Throws invalid_input with one sentence for each bad variable; values are never repeated. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const known = Object.keys(envSchema.shape);
  // An empty variable is one that is not set: compose files and CI write them that way.
  const given = Object.fromEntries(known.flatMap((name) => (source[name] ? [[name, source[name]]] : [])));
  const parsed = envSchema.safeParse(given);
  if (!parsed.success) {
    const sentences = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`);
    throw new PatchbayError('invalid_input', sentences.join('\n'), {
      details: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
    });
  }
  const env = parsed.data;
  if (env.DATABASE_URL && !env.PATCHBAY_ENCRYPTION_KEYS) {
    throw new PatchbayError(
      'invalid_input',
      'PATCHBAY_ENCRYPTION_KEYS must be set when DATABASE_URL is. Make one with:\n' +
        '  echo "k1:$(openssl rand -base64 32)"\n' +
        'Keep it safe and the same on every replica: without it no stored credential can be opened.',
      { details: [{ path: 'PATCHBAY_ENCRYPTION_KEYS', message: 'must be set when DATABASE_URL is' }] },
    );
  }
  const exposed = known.find((name) => env.PATCHBAY_AUTHREF_ENV.some((pattern) => matches(pattern, name)));
  if (exposed) {
    const message = `must not name ${exposed}: it is a setting of Patchbay, and whoever makes a connection could read it`;
    throw new PatchbayError('invalid_input', `PATCHBAY_AUTHREF_ENV ${message}.`, {
      details: [{ path: 'PATCHBAY_AUTHREF_ENV', message }],
    });
  }
  if (!env.DATABASE_URL && env.PATCHBAY_ROLE !== 'all') {
    const message = 'takes a database that several processes share: set DATABASE_URL, or leave PATCHBAY_ROLE out';
    throw new PatchbayError('invalid_input', `PATCHBAY_ROLE=${env.PATCHBAY_ROLE} ${message}.`, {
      details: [{ path: 'PATCHBAY_ROLE', message }],
    });
  }
  return {
    ...env,
    API_URL: env.API_URL ?? `http://localhost:${env.API_PORT}`,
    APP_URL: env.APP_URL ?? `http://localhost:${env.ADMIN_PORT}`,
  };
}

/** A variable a manifest names for its OAuth app. Never one of our own settings: a client id stands in addresses. */
export function readManifestVariable(
  source: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined {
  return Object.hasOwn(envSchema.shape, name) ? undefined : source[name]?.trim() || undefined;
}

/** Names of the systems before, and what stands in their place. They are not read, and whoever sets one should not believe that it is. */
const olderNames: Readonly<Record<string, string>> = {
  ENCRYPTION_KEY:
    'Name the keys that seal in PATCHBAY_ENCRYPTION_KEYS; the old key only opens what `patchbay credentials import` brings over',
  FRONTEND_URL: 'Set APP_URL instead',
  BACKEND_URL: 'Set API_URL instead',
  SLACK_API_URL: 'The address of a provider belongs to its manifest or to the connection',
};

/** A sentence for each variable of an older system that is set and does nothing here. */
export function explainOlderNames(source: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(olderNames).flatMap(([name, instead]) =>
    source[name] ? [`${name} is set and not read. ${instead}.`] : [],
  );
}

/** Whether a pattern of PATCHBAY_AUTHREF_ENV covers a name. */
function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
