import type { ConnectionStatus } from './connection.ts';

/** The key of a provider of language models, in the spelling of the document these paths come from. */
export interface LlmKey {
  /** Of its connection. */
  id: string;
  /** The provider, as people call it. */
  name: string;
  provider: string;
  /** `****...wxyz`: exactly the last four characters; null where the key is kept elsewhere and only referred to. */
  key: string | null;
  /** Where the provider's API is; null when it depends on settings. */
  url: string | null;
  /** Asked where a call names no model. */
  model: string | null;
  status: ConnectionStatus;
  last_test_status: 'success' | 'error' | null;
  last_test_message: string | null;
  created_by: string | null;
  created_at: string;
  updated_at: string;
  last_used_at: string | null;
}

/** Which providers of language models there are, and which of them have a key. */
export interface LlmKeyStatus {
  configured: boolean;
  providers: {
    name: string;
    provider: string;
    configured: boolean;
    /** How many keys: more than one only when connections were made elsewhere. */
    keys: number;
  }[];
}
