CREATE TABLE "challenges" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"kind" text NOT NULL,
	"token_hash" text NOT NULL,
	"nonce_hash" text,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"reached_at" timestamp (3) with time zone,
	"answered_at" timestamp (3) with time zone,
	"answer" jsonb,
	"is_replayed" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "evidence" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"verdict" text NOT NULL,
	"summary" text NOT NULL,
	"connection_id" text NOT NULL,
	"connection_name" text NOT NULL,
	"provider_slug" text NOT NULL,
	"run_id" text,
	"actor_type" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_label" text,
	"content" jsonb NOT NULL,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"endpoint_id" text NOT NULL,
	"provider_slug" text NOT NULL,
	"dedupe_key" text NOT NULL,
	"delivery_id" text,
	"event" text,
	"action" text,
	"tenant" text,
	"body_hash" text NOT NULL,
	"body" "bytea" NOT NULL,
	"content_type" text,
	"headers" jsonb NOT NULL,
	"query" text DEFAULT '' NOT NULL,
	"is_hint" boolean DEFAULT false NOT NULL,
	"signed_at" timestamp (3) with time zone,
	"received_at" timestamp (3) with time zone NOT NULL,
	"status" text DEFAULT 'received' NOT NULL,
	"attempt_count" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"claimed_until" timestamp (3) with time zone,
	"handled_at" timestamp (3) with time zone,
	"error" text,
	"outcome" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_endpoints" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"provider_slug" text NOT NULL,
	"key_hash" text NOT NULL,
	"secret_hash" text,
	"previous_secret_hash" text,
	"scheme" text DEFAULT 'verify' NOT NULL,
	"resource" text,
	"events" jsonb,
	"hook_id" text,
	"hook_state" text NOT NULL,
	"hook_message" text,
	"hook_checked_at" timestamp (3) with time zone,
	"envelope" text NOT NULL,
	"key_id" text NOT NULL,
	"previous_envelope" text,
	"previous_key_id" text,
	"previous_expires_at" timestamp (3) with time zone,
	"max_body_bytes" integer NOT NULL,
	"rate_per_minute" integer NOT NULL,
	"accepted_count" bigint DEFAULT 0 NOT NULL,
	"duplicate_count" bigint DEFAULT 0 NOT NULL,
	"unknown_count" bigint DEFAULT 0 NOT NULL,
	"refused_count" bigint DEFAULT 0 NOT NULL,
	"last_accepted_at" timestamp (3) with time zone,
	"last_refusal" jsonb,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "steps" jsonb;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "group_id" text;--> statement-breakpoint
ALTER TABLE "sync_states" ADD COLUMN "requested_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "challenges" ADD CONSTRAINT "challenges_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenges" ADD CONSTRAINT "challenges_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_endpoint_id_webhook_endpoints_id_fk" FOREIGN KEY ("endpoint_id") REFERENCES "public"."webhook_endpoints"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "challenges_token_hash_index" ON "challenges" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "challenges_organization_id_id_index" ON "challenges" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "challenges_connection_id_index" ON "challenges" USING btree ("connection_id");--> statement-breakpoint
CREATE INDEX "challenges_expires_at_index" ON "challenges" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "evidence_organization_id_seq_index" ON "evidence" USING btree ("organization_id","seq");--> statement-breakpoint
CREATE INDEX "evidence_organization_id_connection_id_seq_index" ON "evidence" USING btree ("organization_id","connection_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_deliveries_once" ON "webhook_deliveries" USING btree ("endpoint_id","dedupe_key");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_organization_id_id_index" ON "webhook_deliveries" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_endpoint_id_id_index" ON "webhook_deliveries" USING btree ("endpoint_id","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_connection_id_id_index" ON "webhook_deliveries" USING btree ("connection_id","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("next_attempt_at") WHERE "webhook_deliveries"."status" = 'received';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_received_at_index" ON "webhook_deliveries" USING btree ("received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_endpoints_key_hash_index" ON "webhook_endpoints" USING btree ("key_hash");--> statement-breakpoint
CREATE INDEX "webhook_endpoints_organization_id_id_index" ON "webhook_endpoints" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "webhook_endpoints_connection_id_id_index" ON "webhook_endpoints" USING btree ("connection_id","id");--> statement-breakpoint
CREATE INDEX "webhook_endpoints_secret" ON "webhook_endpoints" USING btree ("provider_slug","secret_hash");--> statement-breakpoint
CREATE INDEX "webhook_endpoints_previous_secret" ON "webhook_endpoints" USING btree ("provider_slug","previous_secret_hash");--> statement-breakpoint
CREATE INDEX "runs_group_index" ON "runs" USING btree ("group_id") WHERE group_id is not null;--> statement-breakpoint
CREATE INDEX "sync_states_requested" ON "sync_states" USING btree ("requested_at") WHERE requested_at is not null;