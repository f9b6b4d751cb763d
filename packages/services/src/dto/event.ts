/** Something that happened: the same in the list, in the stream and in a delivery. */
export interface EventView {
  id: string;
  /** Its place among all events; grows, and whoever goes on after the last one seen never misses one. */
  seq: number;
  type: string;
  /** Of the shape of `data`, by type. */
  version: number;
  /** When it happened. */
  timestamp: string;
  connectionId: string | null;
  data: Record<string, unknown>;
}

/** A type of event there is. */
export interface EventTypeView {
  type: string;
  version: number;
  description: string;
  /** What `data` may hold. */
  sample: Record<string, unknown>;
  /** JSON Schema of `data`. */
  schema: Record<string, unknown>;
}

/** Where events are sent. Its secret is told once, when it is made. */
export interface EventSubscriptionView {
  id: string;
  name: string;
  /** Null where events are written as messages through a connection. */
  url: string | null;
  /** The connection they are written through; null where they go to an address. */
  connectionId: string | null;
  /** Null: every type. */
  types: string[] | null;
  enabled: boolean;
  /** `paused` by people; `disabled` by Patchbay, for the reason given. */
  status: 'active' | 'paused' | 'disabled';
  statusReason: string | null;
  /** Since when no delivery has come through; null while they do. */
  failingSince: string | null;
  lastDeliveredAt: string | null;
  /** Until when the secret before signs too; null when only the newest does. */
  previousSecretExpiresAt: string | null;
  createdAt: string;
  updatedAt: string;
}

/** A subscription with the secret that verifies its deliveries. */
export interface EventSubscriptionWithSecret extends EventSubscriptionView {
  secret: string;
}

/** One try to deliver. Never a body. */
export interface DeliveryAttemptView {
  at: string;
  /** What the receiver answered; null when nothing did. */
  status: number | null;
  durationMs: number;
  error: string | null;
}

/** One event for one subscription, and what came of it. */
export interface EventDeliveryView {
  id: string;
  eventId: string;
  eventType: string;
  trigger: 'event' | 'redelivery' | 'test';
  status: 'pending' | 'delivered' | 'failed';
  attempts: DeliveryAttemptView[];
  nextAttemptAt: string | null;
  deliveredAt: string | null;
  createdAt: string;
}
