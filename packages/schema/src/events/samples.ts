import type { EventData, EventType } from './index.ts';

const connection = { connectionId: 'con_01j9zq4n2tf3v8w6k5m7x9y2ab', providerSlug: 'example', name: 'Example' };
const sync = { ...connection, sync: 'repositories', runId: 'run_01j9zq4n2tf3v8w6k5m7x9y2ac', mode: 'full' } as const;
const counts = { read: 120, added: 3, updated: 1, deleted: 0, unchanged: 116 };
const refused = { code: 'auth_invalid', message: 'Example refused the credentials. Enter new ones.' };
const finding = {
  findingId: 'fnd_01j9zq4n2tf3v8w6k5m7x9y2ad',
  connectionId: connection.connectionId,
  providerSlug: 'example',
  sync: 'code-scanning-alerts',
  externalId: '42',
  title: 'SQL query built from user input',
  severity: 'high',
  rule: 'js/sql-injection',
  resource: 'example/shop',
} as const;
const subscription = { subscriptionId: 'sub_01j9zq4n2tf3v8w6k5m7x9y2ae', name: 'Ticket system' };

/** What an event of each type may hold, for people who write a receiver. */
export const eventSamples: { readonly [Type in EventType]: EventData<Type> } = {
  'connection.created': connection,
  'connection.activated': connection,
  'connection.error': { ...connection, ...refused },
  'connection.reauth_required': {
    ...connection,
    code: 'reauth_required',
    message: 'The access has ended. Connect to Example again.',
  },
  'connection.paused': connection,
  'connection.resumed': connection,
  'connection.disconnected': connection,
  'connection.deleted': connection,
  'connection.health_changed': {
    ...connection,
    from: 'healthy',
    to: 'degraded',
    message: 'Example did not answer within 30 seconds.',
  },
  'sync.completed': { ...sync, ...counts, lastSeq: 4711 },
  'sync.partial': { ...sync, ...counts, code: 'rate_limited', message: 'Example asked to wait.', lastSeq: 4711 },
  'sync.failed': { ...sync, ...refused },
  'finding.opened': finding,
  'finding.reopened': finding,
  'finding.changed': { ...finding, previousSeverity: 'medium' },
  'finding.resolved': { ...finding, reason: null },
  'finding.ignored': { ...finding, reason: 'Only in tests', until: '2026-12-31T00:00:00.000Z' },
  'finding.summary': {
    ...{ connectionId: finding.connectionId, providerSlug: finding.providerSlug, sync: 'dependabotAlerts' },
    ...{ opened: 1_250, reopened: 0, changed: 3, resolved: 12, ignored: 0 },
    open: { info: 0, low: 400, medium: 600, high: 240, critical: 13 },
  },
  'webhook.received': {
    ...connection,
    webhookId: 'whe_01j9zq4n2tf3v8w6k5m7x9y2af',
    deliveryId: 'whd_01j9zq4n2tf3v8w6k5m7x9y2ag',
    event: 'push',
    action: null,
    tenant: 'example/shop',
  },
  'webhook.hook_changed': {
    connectionId: connection.connectionId,
    providerSlug: 'example',
    webhookId: 'whe_01j9zq4n2tf3v8w6k5m7x9y2af',
    from: 'registered',
    to: 'missing',
    message: 'The hook is not at Example any more. Register it again, or delete this webhook when it is not wanted.',
  },
  'doctor.finished': {
    ...connection,
    runId: 'run_01j9zq4n2tf3v8w6k5m7x9y2ah',
    verdict: 'failed',
    summary: 'The certificate of git.example.com ended on 1 November 2026.',
    evidenceId: 'evd_01j9zq4n2tf3v8w6k5m7x9y2ai',
  },
  'subscription.disabled': {
    ...subscription,
    message: 'No delivery has come through since 2026-01-29T09:30:00.000Z.',
  },
  'subscription.test': subscription,
};
