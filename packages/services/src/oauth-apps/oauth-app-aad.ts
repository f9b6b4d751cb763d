/** What the secrets of an OAuth app are bound to: moved to another row, they do not open. */
export function oauthAppAad(row: { id: string; organizationId: string | null }): string {
  return `${row.organizationId ?? 'platform'}/oauth-app/${row.id}`;
}
