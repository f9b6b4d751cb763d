/** What the secrets of a subscription are bound to, the one before too: moved to another row, they do not open. */
export function subscriptionAad(row: { id: string; organizationId: string | null }): string {
  return `${row.organizationId ?? ''}/event-subscription/${row.id}`;
}
