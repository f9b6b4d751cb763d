import { createCanary, type Patchbay } from '@patchbay/testing';
import { owner } from './set-up-patchbay.ts';

export interface Person {
  email: string;
  password: string;
  name: string;
}

/** Invites somebody and signs them up with the invitation, as the two people would. Answers with how to sign in. */
export async function addMember(
  patchbay: Patchbay,
  role: 'admin' | 'member' | 'viewer',
  origin = patchbay.adminUrl ?? `http://127.0.0.1:${patchbay.adminPort}`,
): Promise<Person> {
  const person: Person = { email: `${role}@example.com`, password: createCanary(), name: `A ${role}` };

  async function send<Body>(path: string, body: unknown, cookie = ''): Promise<{ body: Body; cookie: string }> {
    const response = await fetch(`${patchbay.apiUrl}/api${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, ...(cookie ? { cookie } : {}) },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    const cookies = response.headers.getSetCookie().map((each) => each.split(';')[0]);
    return { body: (await response.json()) as Body, cookie: cookies.join('; ') };
  }

  const host = await send('/auth/sign-in/email', { email: owner.email, password: owner.password });
  const invitation = await send<{ id: string }>('/v1/invitations', { email: person.email, role }, host.cookie);
  const guest = await send('/auth/sign-up/email', { ...person, invitationId: invitation.body.id });
  await send('/auth/organization/accept-invitation', { invitationId: invitation.body.id }, guest.cookie);
  return person;
}
