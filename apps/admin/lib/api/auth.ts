import { t } from '#messages/en.ts';
import { ApiError, unreachableError } from './api-error.ts';

/** Calls one endpoint of the sign-in service; its errors are `{ code, message }` without our envelope. */
async function post(path: string, body: object): Promise<void> {
  const response = await fetch(`/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => {
    throw unreachableError();
  });
  if (response.ok) return;
  const answer: { code?: string; message?: string; error?: { message?: string; requestId?: string } } = await response
    .json()
    .catch(() => ({}));
  throw new ApiError(response.status, {
    code: answer.code ?? 'unauthorized',
    message: sentence(response.status, answer.code) ?? answer.error?.message ?? answer.message ?? t.errors.unexpected,
    ...(answer.error?.requestId && { requestId: answer.error.requestId }),
  });
}

function sentence(status: number, code: string | undefined): string | null {
  if (code === 'INVALID_ORIGIN') return t.auth.wrongOrigin;
  if (status === 401) return t.auth.wrongPassword;
  if (status === 429) return t.auth.tooManyAttempts;
  return null;
}

export function signIn(input: { email: string; password: string }): Promise<void> {
  return post('/sign-in/email', { ...input, rememberMe: true });
}

/** Makes the account an invitation allows, which also signs in. */
export function signUp(input: { name: string; email: string; password: string; invitationId: string }): Promise<void> {
  return post('/sign-up/email', input);
}

export function acceptInvitation(invitationId: string): Promise<void> {
  return post('/organization/accept-invitation', { invitationId });
}

export function declineInvitation(invitationId: string): Promise<void> {
  return post('/organization/reject-invitation', { invitationId });
}

export function signOut(): Promise<void> {
  return post('/sign-out', {});
}
