/** What the secrets of an endpoint are bound to, the one before too: moved to another row, they do not open. */
export function endpointAad(row: { id: string; organizationId: string | null }): string {
  return `${row.organizationId ?? ''}/webhook-endpoint/${row.id}`;
}
