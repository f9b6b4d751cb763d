import type { Role } from '../types.ts';

export interface Member {
  userId: string;
  email: string;
  name: string;
  role: Role;
  createdAt: string;
}

/** An invitation that can still be accepted. Its id is the secret of the link. */
export interface Invitation {
  id: string;
  email: string;
  role: Role;
  invitedBy: string;
  createdAt: string;
  expiresAt: string;
}

/** An invitation as the one who holds its link sees it. */
export interface InvitationView {
  organizationName: string;
  invitedBy: string;
  email: string;
  role: Role;
  status: 'open' | 'expired' | 'accepted' | 'declined' | 'cancelled';
  expiresAt: string;
  /** Whether the invited address has an account here already. */
  hasAccount: boolean;
}
