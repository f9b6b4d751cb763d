/** What the secrets of a sign-in under way are bound to. */
export function oauthStateAad(row: { id: string; organizationId: string }): string {
  return `${row.organizationId}/oauth-state/${row.id}`;
}
