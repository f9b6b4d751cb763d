import {
  type Connection,
  type Executor,
  findSameAccount,
  finishOauthState,
  insertConnection,
  lockConnection,
  newId,
  type OauthState,
  reserveCredentialVersion,
  updateConnection,
} from '@patchbay/db';
import type { TestResult } from '@patchbay/runtime';
import { type AuthMethod, PatchbayError, toCanonicalJson } from '@patchbay/schema';
import { appendAuditNote } from '../audit/append.ts';
import { announceChange } from '../connections/announce-change.ts';
import { connectionNotFound } from '../connections/require-connection.ts';
import { toAuditView } from '../connections/to-audit-view.ts';
import { toUntested } from '../connections/to-untested.ts';
import { addCredentialVersion, type CredentialGrant } from '../credentials/add-version.ts';
import type { CredentialValues } from '../credentials/credential-values.ts';
import { emitEvent } from '../events/emit.ts';
import { toEventSubject } from '../events/emit-connection-change.ts';
import type { ServiceContext } from '../types.ts';
import type { StateData } from './state-data.ts';

/** What somebody came back from a provider with. */
export interface Gained {
  method: AuthMethod;
  values: CredentialValues;
  /** The same as calls need it: references resolved. */
  secrets: Readonly<Record<string, string>>;
  /** Granted scopes; null when the provider does not tell. */
  scopes: string[] | null;
  grant?: CredentialGrant;
}

/**
 * Makes the connection of a sign-in, or renews the one of the same account; with it is written that the attempt has succeeded. Throws
 * `conflict` for another account. Gives its id.
 */
export async function storeSignIn(
  context: ServiceContext,
  row: OauthState,
  data: StateData,
  { method, values, secrets, scopes, grant }: Gained,
): Promise<string> {
  const { deps, actor } = context;
  const { organizationId } = actor;
  const manifest = deps.registry.require(row.providerSlug);
  const tested = await ask(context, row, data, { secrets, scopes });
  const connectionId = await deps.db.orm.transaction(async (tx) => {
    const known = await findKnown(tx, row, data, tested);
    if (known) requireSameAccount(known, tested, manifest.name);
    const connection = known
      ? await renew(tx, context, known, data)
      : await make(tx, context, row, data, manifest.name);
    const key = { organizationId, connectionId: connection.id };
    const version = await reserveCredentialVersion(tx, key);
    if (version === null) throw connectionNotFound();
    await addCredentialVersion(tx, context, {
      ...{ connectionId: connection.id, version, method, values },
      ...(grant && { grant }),
    });
    await appendAuditNote(tx, context, {
      action: known ? 'connection.reconnect' : 'connection.create',
      target: { type: 'connection', id: connection.id, label: connection.name },
      after: { ...toAuditView(connection), account: tested.account, scopes, credential: { version } },
    });
    await finishOauthState(tx, {
      ...{ organizationId: row.organizationId, id: row.id, connectionId: connection.id },
      ...{ outcome: 'success', errorCode: null, errorDescription: null },
    });
    if (!known) await emitEvent(tx, { organizationId, type: 'connection.created', data: toEventSubject(connection) });
    return connection.id;
  });
  await announceChange(deps, connectionId);
  return connectionId;
}

/** Whose credentials these are, before anything is stored. */
function ask(
  context: ServiceContext,
  row: OauthState,
  data: StateData,
  { secrets, scopes }: Pick<Gained, 'secrets' | 'scopes'>,
): Promise<TestResult> {
  const { deps, signal } = context;
  return deps.runtime.testConnection(
    {
      manifest: deps.registry.require(row.providerSlug),
      connectionId: row.connectionId ?? row.id,
      organizationId: row.organizationId,
      authMethod: data.authMethod,
      settings: data.settings,
      verifyTls: data.verifyTls,
      timeoutMs: data.timeoutMs,
      credentials: { get: async () => secrets },
      grantedScopes: scopes,
    },
    signal ? { signal } : {},
  );
}

/** The connection that was asked for, else one of the same account with the same settings. */
async function findKnown(
  tx: Executor,
  row: OauthState,
  data: StateData,
  { account }: TestResult,
): Promise<Connection | null> {
  const { organizationId, providerSlug } = row;
  if (row.connectionId !== null) {
    const connection = await lockConnection(tx, { organizationId, id: row.connectionId });
    if (!connection) throw connectionNotFound();
    return connection;
  }
  if (account === null) return null;
  const { authMethod } = data;
  const candidates = await findSameAccount(tx, { organizationId, providerSlug, authMethod, accountId: account.id });
  const same = candidates.find(({ settings }) => toCanonicalJson(settings) === toCanonicalJson(data.settings));
  return same ? lockConnection(tx, { organizationId, id: same.id }) : null;
}

/** Records and settings belong to an account: those of another must not be mixed in. */
function requireSameAccount(known: Connection, { account, error }: TestResult, providerName: string): void {
  if (known.accountId === null || known.accountId === account?.id) return;
  if (account !== null) {
    throw new PatchbayError(
      'conflict',
      `"${known.name}" belongs to the account ${known.accountLabel ?? known.accountId} of ${providerName}, and you signed in as ${account.label}. Sign in to ${providerName} with the first account, or make a new connection for the other.`,
      { data: { problem: 'other_account' } },
    );
  }
  throw new PatchbayError(
    'conflict',
    `${providerName} did not tell whose access this is, so "${known.name}" was left as it is. ${error ? `${error.message} ` : ''}Try again.`,
    { data: { problem: 'unknown_account' } },
  );
}

async function renew(tx: Executor, { actor }: ServiceContext, known: Connection, data: StateData): Promise<Connection> {
  const { organizationId, id } = known;
  const { authMethod, settings, verifyTls, timeoutMs } = data;
  const changes = {
    ...toUntested(known),
    ...{ authMethod, settings, verifyTls, timeoutMs, updatedBy: actor.id },
    ...(data.name !== null && { name: data.name }),
  };
  const connection = await updateConnection(tx, { organizationId, id, changes });
  if (!connection) throw connectionNotFound();
  return connection;
}

function make(
  tx: Executor,
  { actor }: ServiceContext,
  row: OauthState,
  data: StateData,
  providerName: string,
): Promise<Connection> {
  const { authMethod, settings, verifyTls, timeoutMs } = data;
  return insertConnection(tx, {
    id: newId('con'),
    organizationId: row.organizationId,
    providerSlug: row.providerSlug,
    name: data.name ?? providerName,
    ...{ authMethod, settings, verifyTls, timeoutMs },
    createdBy: actor.id,
    updatedBy: actor.id,
  });
}
