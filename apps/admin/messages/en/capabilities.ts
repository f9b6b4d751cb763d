export const capabilities = {
  sync: { label: 'Sync', text: 'Reads collections into records' },
  webhook: { label: 'Webhooks', text: 'Sends signed events' },
  realtime: { label: 'Realtime', text: 'Tells of changes within seconds' },
  write: { label: 'Write', text: 'Changes things at the provider' },
  checks: { label: 'Checks', text: 'Reports check results' },
  discovery: { label: 'Discovery', text: 'Finds resources by name' },
  health: { label: 'Health', text: 'Proves with one call that it works' },
  annotate: { label: 'Annotate', text: 'Comments on changes' },
} as Record<string, { label: string; text: string }>;
