CREATE SEQUENCE "public"."events_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "event_deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"subscription_id" text NOT NULL,
	"event_id" text NOT NULL,
	"trigger" text DEFAULT 'event' NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"attempts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"attempt_count" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"claimed_until" timestamp (3) with time zone,
	"delivered_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "event_subscriptions" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"types" jsonb,
	"status" text DEFAULT 'active' NOT NULL,
	"status_reason" text,
	"envelope" text NOT NULL,
	"key_id" text NOT NULL,
	"previous_envelope" text,
	"previous_key_id" text,
	"previous_expires_at" timestamp (3) with time zone,
	"failing_since" timestamp (3) with time zone,
	"last_delivered_at" timestamp (3) with time zone,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "finding_exceptions" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"connection_id" text,
	"rule" text,
	"resource" text,
	"reason" text NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "findings" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"provider_slug" text NOT NULL,
	"sync" text NOT NULL,
	"external_id" text NOT NULL,
	"title" text NOT NULL,
	"severity" text NOT NULL,
	"provider_severity" text,
	"status" text DEFAULT 'open' NOT NULL,
	"status_reason" text,
	"status_changed_at" timestamp (3) with time zone,
	"status_changed_by" text,
	"ignored_until" timestamp (3) with time zone,
	"exception_id" text,
	"rule" text,
	"resource" text,
	"url" text,
	"remediation" text,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"reopened_count" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sync_seen" (
	"connection_id" text NOT NULL,
	"sync" text NOT NULL,
	"chunk" integer NOT NULL,
	"hashes" "bytea" NOT NULL,
	CONSTRAINT "sync_seen_connection_id_sync_chunk_pk" PRIMARY KEY("connection_id","sync","chunk")
);
--> statement-breakpoint
DROP INDEX "events_organization_id_id_index";--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "health_message" text;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "health_failures" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "health_next_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "seq" bigint;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "scheduled_for" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "attempt" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "resumed_from" text;--> statement-breakpoint
ALTER TABLE "sync_states" ADD COLUMN "checkpoint" jsonb;--> statement-breakpoint
ALTER TABLE "sync_states" ADD COLUMN "is_enabled" boolean;--> statement-breakpoint
ALTER TABLE "sync_states" ADD COLUMN "schedule" text;--> statement-breakpoint
ALTER TABLE "sync_states" ADD COLUMN "variables" jsonb;--> statement-breakpoint
ALTER TABLE "sync_states" ADD COLUMN "next_due_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sync_states" ADD COLUMN "failed_attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_states" ADD COLUMN "skipped_reason" text;--> statement-breakpoint
ALTER TABLE "event_deliveries" ADD CONSTRAINT "event_deliveries_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_deliveries" ADD CONSTRAINT "event_deliveries_subscription_id_event_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."event_subscriptions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_deliveries" ADD CONSTRAINT "event_deliveries_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_subscriptions" ADD CONSTRAINT "event_subscriptions_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "finding_exceptions" ADD CONSTRAINT "finding_exceptions_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "finding_exceptions" ADD CONSTRAINT "finding_exceptions_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_seen" ADD CONSTRAINT "sync_seen_connection_id_sync_sync_states_connection_id_sync_fk" FOREIGN KEY ("connection_id","sync") REFERENCES "public"."sync_states"("connection_id","sync") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "event_deliveries_organization_id_id_index" ON "event_deliveries" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "event_deliveries_subscription_id_id_index" ON "event_deliveries" USING btree ("subscription_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "event_deliveries_once" ON "event_deliveries" USING btree ("event_id","subscription_id") WHERE "event_deliveries"."trigger" = 'event';--> statement-breakpoint
CREATE INDEX "event_deliveries_due" ON "event_deliveries" USING btree ("next_attempt_at") WHERE "event_deliveries"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "event_subscriptions_organization_id_id_index" ON "event_subscriptions" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "finding_exceptions_organization_id_id_index" ON "finding_exceptions" USING btree ("organization_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "findings_record" ON "findings" USING btree ("connection_id","sync","external_id");--> statement-breakpoint
CREATE INDEX "findings_organization_id_status_severity_id_index" ON "findings" USING btree ("organization_id","status","severity","id");--> statement-breakpoint
CREATE INDEX "findings_organization_id_id_index" ON "findings" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "findings_ignored_until" ON "findings" USING btree ("ignored_until");--> statement-breakpoint
CREATE INDEX "connections_health_due" ON "connections" USING btree ("health_next_at") WHERE "connections"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "events_organization_id_seq_index" ON "events" USING btree ("organization_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "events_seq_unique" ON "events" USING btree ("seq");--> statement-breakpoint
CREATE INDEX "events_unpublished" ON "events" USING btree ("id") WHERE "events"."seq" is null;--> statement-breakpoint
CREATE INDEX "sync_states_due" ON "sync_states" USING btree ("next_due_at");