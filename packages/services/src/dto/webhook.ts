/** An address of ours a provider sends events of one connection to. */
export interface WebhookEndpointView {
  id: string;
  connectionId: string;
  providerSlug: string;
  /** Where the provider delivers; null for those who may not change it, for it can be a secret itself. */
  url: string | null;
  /** Which scheme of the manifest: `verify`, or the place of an alternative. */
  scheme: string;
  /** What kind of scheme that is; null when the manifest does not know it any more. */
  schemeType: string | null;
  /** What the hook hangs on, such as a repository. */
  resource: string | null;
  /** Null: all there are. */
  events: string[] | null;
  /** The hook at the provider. */
  hook: {
    state: 'registered' | 'manual' | 'failed' | 'missing' | 'disabled' | 'removed';
    id: string | null;
    /** What people should know; null while all is well. */
    message: string | null;
    checkedAt: string | null;
  };
  /** What to do by hand at the provider; empty when Patchbay made the hook. */
  setup: string[];
  /** Whether the provider can be asked for a test delivery. */
  canBeTested: boolean;
  maxBodyBytes: number;
  ratePerMinute: number;
  counts: { accepted: number; duplicates: number; unknown: number; refused: number };
  lastAcceptedAt: string | null;
  /** Why the last delivery that was not taken was refused. */
  lastRefusal: { at: string; reason: string; message: string } | null;
  /** Until when the secret before is accepted too; null when only the newest is. */
  previousSecretExpiresAt: string | null;
  createdAt: string;
  updatedAt: string;
}

/** An endpoint with the secret that proves its deliveries; null where the provider has none. */
export interface WebhookEndpointWithSecret extends WebhookEndpointView {
  secret: string | null;
}

/** One delivery of a provider, without what it says. */
export interface WebhookDeliveryView {
  id: string;
  connectionId: string;
  webhookId: string;
  providerSlug: string;
  /** The provider's id for it. */
  deliveryId: string | null;
  event: string | null;
  action: string | null;
  /** The account or repository it names. */
  tenant: string | null;
  status: 'received' | 'handled' | 'ignored' | 'failed';
  attemptCount: number;
  /** Why handling it failed. */
  error: string | null;
  /** What was done with it. */
  outcome: {
    syncs: string[];
    record: { sync: string; id: string; change: 'added' | 'updated' | 'deleted' | 'unchanged' } | null;
    note: string | null;
  } | null;
  bodyBytes: number;
  signedAt: string | null;
  receivedAt: string;
  handledAt: string | null;
}

/** With what it says. */
export interface WebhookDeliveryDetail extends WebhookDeliveryView {
  contentType: string | null;
  /** Without secrets and signatures. */
  headers: Record<string, string>;
  /** JSON, or the fields of a form, secrets masked; null when it is neither. */
  payload: unknown;
  isPayloadTooLarge: boolean;
}
