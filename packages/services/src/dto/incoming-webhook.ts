import type { ConnectionStatus } from './connection.ts';

/** An address of a provider that writes to one channel, in the spelling of the document these paths come from. Never the address itself. */
export interface IncomingWebhook {
  /** Of its connection. */
  id: string;
  name: string;
  /** Whether messages go out: not paused. */
  is_active: boolean;
  status: ConnectionStatus;
  /** What the provider told when somebody signed in there; null for an address that was typed in. */
  team_name: string | null;
  team_id: string | null;
  channel: string | null;
  channel_id: string | null;
  configuration_url: string | null;
  scope: string | null;
  /** Types of events that are written to the channel by themselves. */
  routing_type: string[];
  /** Why no events are written any more although some are asked for; null while they are. */
  routing_error: string | null;
  last_test_status: 'success' | 'error' | null;
  last_test_message: string | null;
  /** Who made it: a person or a key. */
  user_id: string | null;
  created_at: string;
  updated_at: string;
}
