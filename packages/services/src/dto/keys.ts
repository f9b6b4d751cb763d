/** What one call of a key rotation did, in all organizations. */
export interface KeyRotation {
  /** The newest key, which everything is sealed with in the end. */
  keyId: string;
  /** Credentials sealed anew by this call. */
  resealed: number;
  /** Credentials no configured key opens; `keys check` names them. */
  undecryptable: number;
  /** Credentials still sealed with another key, those no key opens among them. */
  remaining: number;
  /** True when only those are left that no key opens. */
  isComplete: boolean;
}

/** What the keys of the installation are used for. */
export interface KeyCheck {
  /** Id of the newest key. */
  currentKeyId: string;
  /** Configured keys, newest first, then keys that are used and not configured. */
  keys: {
    id: string;
    isConfigured: boolean;
    /** How many credentials of all organizations it sealed. A configured one that sealed none, and is not the newest, can go. */
    credentials: number;
  }[];
  /** Credentials of the caller's organization that do not open, at most a hundred. */
  undecryptable: {
    type: 'credential' | 'oauth_app' | 'sso_provider' | 'event_subscription' | 'webhook';
    id: string;
    /** Of a connection's credentials. */
    connectionId: string | null;
    version: number | null;
    message: string;
  }[];
  /** How many do not open, in all organizations. */
  undecryptableTotal: number;
}
