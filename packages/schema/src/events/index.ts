import { z } from 'zod';
import { severitySchema } from '../models/index.ts';

const id = z.string().min(1);
const connection = {
  connectionId: id.describe('The connection it happened to.'),
  providerSlug: id.describe('Its provider.'),
  name: z.string().describe('What people call the connection.'),
};
const counts = {
  read: z.int().min(0),
  added: z.int().min(0),
  updated: z.int().min(0),
  deleted: z.int().min(0),
  unchanged: z.int().min(0),
};
const sync = {
  ...connection,
  sync: id.describe('The sync of the manifest.'),
  runId: id.describe('The run that tells the rest.'),
  mode: z.enum(['full', 'delta']),
};
const reason = {
  code: z.string().describe('The code of the error.'),
  message: z.string().describe('A sentence for people. Never a secret.'),
};
const finding = {
  findingId: id,
  connectionId: id,
  providerSlug: id,
  sync: id,
  externalId: id.describe('Its key at the provider.'),
  title: z.string(),
  severity: severitySchema,
  rule: z.string().nullable(),
  resource: z.string().nullable(),
};

function define<Data extends z.ZodObject>(description: string, data: Data, version = 1) {
  return { description, version, data };
}

/**
 * Every type of event there is, with the shape of its data. The list is closed: a type not here is never sent. A shape only grows; one
 * that had to change otherwise would get a higher version.
 */
export const eventTypes = {
  'connection.created': define('A connection was made.', z.strictObject(connection)),
  'connection.activated': define('A connection works for the first time, or again.', z.strictObject(connection)),
  'connection.error': define(
    'A connection stopped working: its credentials are refused, or checks failed again and again.',
    z.strictObject({ ...connection, ...reason }),
  ),
  'connection.reauth_required': define(
    'Somebody has to sign in at the provider again.',
    z.strictObject({ ...connection, ...reason }),
  ),
  'connection.paused': define('People paused a connection.', z.strictObject(connection)),
  'connection.resumed': define('People resumed a connection.', z.strictObject(connection)),
  'connection.disconnected': define('A connection was disconnected; its secrets are gone.', z.strictObject(connection)),
  'connection.deleted': define('A connection was deleted.', z.strictObject(connection)),
  'connection.health_changed': define(
    'A check found another state of health than the one before.',
    z.strictObject({
      ...connection,
      from: z.enum(['unknown', 'healthy', 'degraded', 'unhealthy']),
      to: z.enum(['unknown', 'healthy', 'degraded', 'unhealthy']),
      message: z.string().nullable(),
    }),
  ),
  'sync.completed': define(
    'A sync read everything it had to. `lastSeq` is the newest place in the records feed of the connection; null when it is empty.',
    z.strictObject({ ...sync, ...counts, lastSeq: z.int().nullable() }),
  ),
  'sync.partial': define(
    'A sync stopped on the way. What it read is stored, and nothing was taken for deleted.',
    z.strictObject({ ...sync, ...counts, ...reason, lastSeq: z.int().nullable() }),
  ),
  'sync.failed': define('A sync read nothing.', z.strictObject({ ...sync, ...reason })),
  'finding.opened': define('A finding was seen for the first time.', z.strictObject(finding)),
  'finding.reopened': define(
    'A finding is open again: it was seen again, or its time of being ignored is over.',
    z.strictObject(finding),
  ),
  'finding.changed': define(
    'The severity of an open finding changed.',
    z.strictObject({ ...finding, previousSeverity: severitySchema }),
  ),
  'finding.resolved': define(
    'A finding is gone, or was resolved.',
    z.strictObject({ ...finding, reason: z.string().nullable() }),
  ),
  'finding.ignored': define(
    'People, or an exception, decided to live with a finding.',
    z.strictObject({ ...finding, reason: z.string().nullable(), until: z.string().nullable() }),
  ),
  'finding.summary': define(
    'More findings changed at once than are told one by one: how many beside those. The findings themselves are in the list of findings.',
    z.strictObject({
      connectionId: id.nullable().describe('Null: of several connections.'),
      providerSlug: id.nullable(),
      sync: id.nullable().describe('The sync that saw them; null when people or the clock changed them.'),
      opened: z.int().min(0),
      reopened: z.int().min(0),
      changed: z.int().min(0),
      resolved: z.int().min(0),
      ignored: z.int().min(0),
      open: z
        .record(severitySchema, z.int().min(0))
        .describe('Of those opened, reopened or changed: how many there are of each severity.'),
    }),
  ),
  'webhook.received': define(
    'A provider delivered an event, and what it says was handled.',
    z.strictObject({
      ...connection,
      webhookId: id,
      deliveryId: id.describe('The delivery in the inbox of Patchbay, which holds its payload.'),
      event: z.string().describe('The event, as the provider names it.'),
      action: z.string().nullable(),
      tenant: z.string().nullable().describe('The account or repository it names.'),
    }),
  ),
  'webhook.hook_changed': define(
    'The hook of a webhook at the provider is gone, was switched off, or is there again.',
    z.strictObject({
      connectionId: id,
      providerSlug: id,
      webhookId: id,
      from: z.string(),
      to: z.enum(['registered', 'manual', 'failed', 'missing', 'disabled', 'removed']),
      message: z.string().nullable(),
    }),
  ),
  'doctor.finished': define(
    'A doctor has looked at a connection.',
    z.strictObject({
      ...connection,
      runId: id,
      verdict: z.enum(['ok', 'warning', 'failed']),
      summary: z.string(),
      evidenceId: id,
    }),
  ),
  'subscription.disabled': define(
    'Deliveries to a subscription failed for so long that no more are sent.',
    z.strictObject({ subscriptionId: id, name: z.string(), message: z.string() }),
  ),
  'subscription.test': define(
    'Somebody asked for a test delivery. It goes to that subscription alone.',
    z.strictObject({ subscriptionId: id, name: z.string() }),
  ),
} as const;

export type EventType = keyof typeof eventTypes;
export type EventData<Type extends EventType> = z.output<(typeof eventTypes)[Type]['data']>;
export const eventTypeSchema = z.enum(Object.keys(eventTypes) as [EventType, ...EventType[]]);
