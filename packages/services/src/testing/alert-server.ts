import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defineManifest, field } from '@patchbay/schema';

/** An alert in the words of the store. */
export interface Alert {
  id: string;
  title: string;
  level?: string | number | null;
  status?: string;
  rule?: string;
  resource?: string;
  link?: string;
  gone?: boolean;
}

/** A local provider of alerts, 100 a page. */
export interface AlertServer {
  url: string;
  alerts: Alert[];
  /** Called before each page with its offset; may answer by itself and give true. */
  onList: ((offset: number, response: ServerResponse) => boolean) | null;
  close(): Promise<void>;
}

export async function startAlertServer(alerts: Alert[] = []): Promise<AlertServer> {
  const state: Pick<AlertServer, 'alerts' | 'onList'> = { alerts, onList: null };
  const server = createServer((request, response) => {
    const offset = Number(new URL(request.url ?? '/', 'http://localhost').searchParams.get('cursor') ?? '0');
    if (state.onList?.(offset, response)) return;
    const end = offset + 100;
    response.writeHead(200, { 'content-type': 'application/json' });
    const nextCursor = end < state.alerts.length ? String(end) : null;
    response.end(JSON.stringify({ alerts: state.alerts.slice(offset, end), nextCursor }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(state, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

const record = '{id: id, ruleId: rule, title: title, severity: level, state: status, resource: resource, url: link}';

/** Reads the alerts twice: once where what is absent is gone, once where an alert says so of itself. */
export const alertManifest = defineManifest({
  schema: 1,
  id: 'alert-store',
  version: '1.0.0',
  name: 'Alert Store',
  description: 'A small local server of alerts, for the tests of findings.',
  category: 'Security',
  owners: ['@patchbay/maintainers'],
  links: { homepage: 'https://example.com', apiReference: 'https://example.com' },
  capabilities: ['sync', 'health'],
  settings: { baseUrl: field.url({ label: 'Server URL', required: true }) },
  hosts: ['{settings.baseUrl}'],
  auth: [{ id: 'none', type: 'none' }],
  http: { baseUrl: '{settings.baseUrl}' },
  operations: {
    listAlerts: {
      description: 'List alerts.',
      request: 'GET /alerts',
      safety: 'read',
      items: 'alerts',
      paginate: { type: 'cursor', from: { body: 'nextCursor' }, to: { query: 'cursor' } },
    },
  },
  test: { operation: 'listAlerts' },
  syncs: {
    alerts: {
      operation: 'listAlerts',
      model: 'finding',
      mode: 'full',
      record,
      finding: {
        severity: { Blocker: 'critical', minor: 'low' },
        score: 'cvss',
        state: { fixed: 'resolved', dismissed: 'ignored' },
      },
      deletes: 'absent',
    },
    marked: {
      operation: 'listAlerts',
      model: 'finding',
      mode: 'full',
      record,
      finding: { state: { fixed: 'resolved', dismissed: 'ignored' } },
      deletes: { tombstone: 'gone' },
    },
  },
});
