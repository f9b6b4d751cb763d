import { z } from 'zod';

const port = z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535);

const url = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });

const schema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  ADMIN_PORT: port.default(3000),
  API_PORT: port.default(3001),
  API_URL: url.optional(),
  APP_URL: url.optional(),
});

/** What the admin's server needs to know of its surroundings. */
export interface AdminEnv {
  host: string;
  port: number;
  /** Where the API listens, without a trailing slash. */
  apiUrl: string;
  /** Where people reach the admin. */
  appUrl: string;
}

/** Reads and checks the environment; throws one sentence that names every wrong variable. */
export function readEnv(source: Record<string, string | undefined>): AdminEnv {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new Error(`The environment is not usable: ${problems.join('; ')}.`);
  }
  const { HOST, ADMIN_PORT, API_PORT, API_URL, APP_URL } = parsed.data;
  return {
    ...{ host: HOST, port: ADMIN_PORT },
    apiUrl: (API_URL ?? `http://127.0.0.1:${API_PORT}`).replace(/\/+$/, ''),
    appUrl: APP_URL ?? `http://localhost:${ADMIN_PORT}`,
  };
}

/** The settings of this process, for pages that call the API. Read when asked for, never while building. */
export function currentEnv(): AdminEnv {
  return readEnv(process.env);
}
