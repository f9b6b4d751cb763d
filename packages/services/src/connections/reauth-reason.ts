/** Why a connection waits for a person, and what that person has to do. */
export function reauthReason({ name }: { name: string }): string {
  return `The provider has ended the access of "${name}", or it ran out. Connect again to use it; settings, records and syncs are kept.`;
}
