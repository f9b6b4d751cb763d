/** Why a delivery is refused. For logs and for the people who set the hook up; never told to the sender. */
export const webhookRefusalReasons = [
  /** No secret or key is set up, or it is not written as the scheme expects. */
  'secret_unusable',
  /** The delivery has no signature, or not the fixed value it should carry. */
  'signature_missing',
  /** What should be the signature cannot be one: wrong prefix, length or characters. */
  'signature_malformed',
  /** The signature belongs to another body, another secret, or another moment. */
  'signature_mismatch',
  /** Something the provider signs is not in the delivery. */
  'message_incomplete',
  'timestamp_missing',
  'timestamp_malformed',
  /** Rightly signed, but too long ago or in the future: perhaps a replay. */
  'timestamp_outside_window',
  /** A value that must be there once is there several times. */
  'request_ambiguous',
  /** The check itself failed; a fault of the manifest or of Patchbay. */
  'check_failed',
] as const;
export type WebhookRefusalReason = (typeof webhookRefusalReasons)[number];

/** Ends the check of a delivery. The message holds neither secrets nor anything of the delivery but header names. */
export class WebhookRefusal extends Error {
  readonly reason: WebhookRefusalReason;

  constructor(reason: WebhookRefusalReason, message: string) {
    super(message);
    this.name = 'WebhookRefusal';
    this.reason = reason;
  }
}
