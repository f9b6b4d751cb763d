import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The id of the provider below. */
export const alertStore = 'alert-store';

/** A private manifest whose sync gives findings. */
export const alertStoreManifest = {
  schema: 1,
  id: alertStore,
  version: '1.0.0',
  name: 'Alert Store',
  description: 'A local scanner with a fixed list of alerts.',
  category: 'Security',
  owners: ['@patchbay/maintainers'],
  links: { homepage: 'https://example.com', apiReference: 'https://example.com' },
  capabilities: ['sync', 'health'],
  settings: { baseUrl: { type: 'url', label: 'Server URL', required: true } },
  hosts: ['{settings.baseUrl}'],
  auth: [{ id: 'none', type: 'none' }],
  http: { baseUrl: '{settings.baseUrl}' },
  operations: {
    listAlerts: {
      description: 'List alerts.',
      request: 'GET /alerts',
      safety: 'read',
      input: { team: { type: 'text', label: 'Team' } },
      query: { team: '{input.team}' },
      items: '@',
    },
  },
  test: { operation: 'listAlerts', provesCredentials: false },
  syncs: {
    alerts: {
      description: 'What the scanner found.',
      operation: 'listAlerts',
      input: { team: '{variables.team}' },
      variables: {
        team: { type: 'text', label: 'Team', help: 'Whose alerts to read; blank for all.', placeholder: 'web' },
      },
      model: 'finding',
      mode: 'full',
      schedule: '0 * * * *',
      record:
        '{id: id, title: title, severity: severity, ruleId: rule, resource: resource, url: url, remediation: remediation, state: `"open"`}',
      finding: {},
      deletes: 'absent',
    },
  },
};

const alerts = [
  ['critical', 'Remote code execution in a template engine', 'CVE-2026-1001', 'team/app: package-lock.json'],
  ['high', 'Query built from what a user typed', 'sql-injection', 'team/web: src/search.ts'],
  ['high', 'Outdated TLS library', 'CVE-2026-1002', 'platform/gateway: Dockerfile'],
  // A word that neither Patchbay nor the manifest knows: it counts as medium.
  ['Moderate', 'A cookie without the attribute Secure', 'insecure-cookie', 'team/web: src/session.ts'],
  ['low', 'A dependency nobody maintains any more', 'unmaintained', 'team/worker: package.json'],
].map(([severity, title, rule, resource], index) => ({
  ...{ id: String(index + 1), severity, title, rule, resource },
  ...{ url: `https://scanner.example.com/alerts/${index + 1}`, remediation: 'Update to the next patch release.' },
}));

/** Starts the scanner on a free port of this machine. */
export async function startAlertStore(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(alerts));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
