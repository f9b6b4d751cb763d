import type { WebhookVerify } from '@patchbay/schema';

/** What somebody without the secret, or with an old delivery, tries. */
export const forgeryKinds = [
  'changed_byte',
  'reserialised',
  'wrong_secret',
  'missing_header',
  'truncated',
  'overlong',
  'duplicated_header',
  'downgraded_version',
  'old_timestamp',
  'future_timestamp',
  'replay',
] as const;
export type ForgeryKind = (typeof forgeryKinds)[number];

/** True where the kind is tried; else why there is nothing to try. */
export type Applicability = Readonly<Record<ForgeryKind, true | string>>;

type Scheme<Type extends WebhookVerify['type']> = Extract<WebhookVerify, { type: Type }>;

const everything = Object.fromEntries(forgeryKinds.map((kind) => [kind, true])) as Record<ForgeryKind, true>;
const noVersion = 'It names no version.';
const noMoment = 'It signs no moment; a delivery that is sent again is told by its id.';

/** A scheme of the vocabulary that is not here does not compile. */
const applicability: { [Type in WebhookVerify['type']]: (scheme: Scheme<Type>) => Applicability } = {
  hmac: (scheme) => ({
    ...everything,
    reserialised: signsFormOnly(scheme) ? 'The pairs of a form are signed, not its bytes.' : true,
    downgraded_version: versionOf(scheme) === '' ? noVersion : true,
    ...momentOf(scheme),
  }),
  ed25519: (scheme) => ({ ...everything, downgraded_version: noVersion, ...momentOf(scheme) }),
  standard_webhooks: () => everything,
  jws: () => {
    const inside = 'Its claims hold a moment only where the provider claims one, and then it is signed with them.';
    return { ...everything, old_timestamp: inside, future_timestamp: inside, replay: noMoment };
  },
  static: ({ in: place }) => ({
    ...proofOfSender,
    duplicated_header:
      'body' in place ? 'Of a name that a body gives twice only the last is read, and it has to be the secret.' : true,
  }),
  basic: () => proofOfSender,
  none: () => {
    const reason = 'It proves nothing: what a delivery says is read again from the provider.';
    return Object.fromEntries(forgeryKinds.map((kind) => [kind, reason])) as Record<ForgeryKind, string>;
  },
};

const whoNotWhat = 'It proves who sends, not what.';
const proofOfSender: Applicability = {
  ...everything,
  changed_byte: whoNotWhat,
  reserialised: whoNotWhat,
  downgraded_version: noVersion,
  old_timestamp: noMoment,
  future_timestamp: noMoment,
  replay: noMoment,
};

/** Which kinds of forgery a scheme is tried with, and why not with the others. */
export function applicabilityOf(scheme: WebhookVerify): Applicability {
  return (applicability[scheme.type] as (scheme: WebhookVerify) => Applicability)(scheme);
}

/** What stands before the signature and names its version: `v1=`, `sha256=`; empty where nothing does. */
export function versionOf({ format }: Scheme<'hmac'>): string {
  return format.type === 'key_value_list' ? `${format.key}=` : format.prefix;
}

/** A form alone may be written in another way and stays the same. */
export function signsFormOnly(scheme: WebhookVerify): boolean {
  return (
    'message' in scheme &&
    scheme.message.includes('sorted_form') &&
    !scheme.message.some((part) => part === 'body' || (typeof part === 'object' && 'hashOfBody' in part))
  );
}

function momentOf({ timestamp }: Scheme<'hmac' | 'ed25519'>): Partial<Applicability> {
  if (!timestamp) return { old_timestamp: noMoment, future_timestamp: noMoment, replay: noMoment };
  const isApart = 'header' in timestamp.from || 'signatureKey' in timestamp.from;
  return { replay: isApart ? true : 'Its moment stands in the body or the URL, and is forged with it.' };
}
