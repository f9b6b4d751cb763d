import type { ErrorClass, ErrorCode, WhoseFault } from '@patchbay/schema';

export interface ClassSentence {
  code: ErrorCode;
  whoseFault: WhoseFault;
  /** What happened; `{name}` is the provider. */
  message: string;
  /** What to do now. */
  nextStep: string;
}

/** What each class of failure means to people, and which code it has at our own edge. */
export const classSentences: Record<ErrorClass, ClassSentence> = {
  auth_invalid: {
    code: 'reauth_required',
    whoseFault: 'you',
    message: '{name} refused the credentials.',
    nextStep: 'Check the credentials, or make new ones and save them here.',
  },
  auth_expired: {
    code: 'reauth_required',
    whoseFault: 'you',
    message: 'The sign-in at {name} has expired or was revoked.',
    nextStep: 'Sign in again, or save new credentials.',
  },
  permission: {
    code: 'upstream_failed',
    whoseFault: 'you',
    message: '{name} knows these credentials, but they may not do this.',
    nextStep: 'Give the credentials the missing permission, or use those of an account that has it.',
  },
  not_found: {
    code: 'upstream_failed',
    whoseFault: 'you',
    message: '{name} has nothing at this place, or hides it from these credentials.',
    nextStep: 'Check names and the server URL, and that the credentials may see it.',
  },
  gone: {
    code: 'upstream_failed',
    whoseFault: 'provider',
    message: '{name} has removed this for good.',
    nextStep: 'Remove what refers to it, or update Patchbay when the whole API was removed.',
  },
  validation: {
    code: 'upstream_failed',
    whoseFault: 'you',
    message: '{name} did not accept the request.',
    nextStep: 'Correct the values and try again.',
  },
  conflict: {
    code: 'upstream_failed',
    whoseFault: 'you',
    message: 'The request conflicts with the present state at {name}.',
    nextStep: 'Read the present state, then decide whether to repeat the change.',
  },
  rate_limited: {
    code: 'rate_limited',
    whoseFault: 'provider',
    message: '{name} limits how often it may be asked, and the limit is reached.',
    nextStep: 'Wait; it works again by itself.',
  },
  quota_exhausted: {
    code: 'upstream_failed',
    whoseFault: 'you',
    message: 'The quota at {name} is used up.',
    nextStep: 'Wait for the next period or raise the quota at the provider.',
  },
  transient: {
    code: 'upstream_failed',
    whoseFault: 'provider',
    message: '{name} had a passing fault.',
    nextStep: 'Try again in a while; when it stays, look at the status page of the provider.',
  },
  provider_down: {
    code: 'upstream_failed',
    whoseFault: 'provider',
    message: '{name} cannot be reached.',
    nextStep: 'Check that the server runs and that its address is right.',
  },
  plan_limit: {
    code: 'upstream_failed',
    whoseFault: 'you',
    message: 'The plan at {name} does not include this.',
    nextStep: 'Change the plan at the provider, or do without this feature.',
  },
  offline: {
    code: 'offline',
    whoseFault: 'you',
    message: 'Patchbay is offline, so {name} was not asked.',
    nextStep: 'Start Patchbay without PATCHBAY_OFFLINE, or go on with what was read before.',
  },
  bug: {
    code: 'upstream_failed',
    whoseFault: 'patchbay',
    message: '{name} answered in a way Patchbay does not understand.',
    nextStep: 'Report it with the name of the operation; the manifest probably has to be corrected.',
  },
};

/** The sentence of a class about a provider. */
export function describeClass(errorClass: ErrorClass, providerName: string): string {
  return classSentences[errorClass].message.replace('{name}', providerName);
}
