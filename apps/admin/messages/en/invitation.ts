export const invitation = {
  pageTitle: 'Invitation',
  title: (organization: string) => `Join ${organization}`,
  text: (inviter: string, role: string) => `${inviter} invites you as ${role}.`,
  roleText: (text: string) => `${text}.`,
  expires: 'The link expires',
  emailHelp: 'The invitation is for this address.',
  createAccount: 'Create account and join',
  createFailed: 'You have not joined',
  hasAccount: 'You have an account here already. Sign in to go on.',
  signIn: 'Sign in and join',
  hasNoPassword: 'If you have no password, sign in where your organization does: that accepts the invitation.',
  signedInAs: (email: string) => `You are signed in as ${email}.`,
  accept: 'Accept invitation',
  decline: 'Decline',
  declineTitle: (organization: string) => `Decline to join ${organization}?`,
  declineText: 'The link stops working. To join later you need a new invitation.',
  otherAccount: (own: string, invited: string) =>
    `You are signed in as ${own}, but this invitation is for ${invited}. Sign out to use it.`,
  signOut: 'Sign out',
  closed: {
    expired: {
      title: 'This invitation has expired',
      text: (inviter: string) => `Ask ${inviter} for a new one.`,
    },
    accepted: {
      title: 'This invitation has been used',
      text: () => 'It works once. If it was you who used it, sign in.',
    },
    declined: {
      title: 'This invitation was declined',
      text: (inviter: string) => `If you want to join after all, ask ${inviter} for a new one.`,
    },
    cancelled: {
      title: 'This invitation was cancelled',
      text: (inviter: string) => `Its link no longer works. Ask ${inviter} for a new one.`,
    },
  },
  unknownTitle: 'There is no such invitation',
  unknownText: 'Check that the link is complete, or ask whoever sent it for a new one.',
  toSignIn: 'Go to sign in',
};
