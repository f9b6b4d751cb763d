/** What the secret of an identity provider is bound to: moved to another row, it does not open. */
export function ssoProviderAad(row: { id: string; organizationId: string | null }): string {
  return `${row.organizationId ?? ''}/sso-provider/${row.id}`;
}
