/** What a sealed credential is bound to: moved to another row, it does not open. */
export function credentialAad(row: { organizationId: string; connectionId: string; version: number }): string {
  return `${row.organizationId}/${row.connectionId}/${row.version}`;
}
