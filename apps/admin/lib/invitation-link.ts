/** Where an invitation is opened: on this admin, at the address it was reached. */
export function invitationLink(id: string): string {
  return typeof location === 'undefined' ? '' : `${location.origin}/invitation/${id}`;
}
