CREATE TABLE "events" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"type" text NOT NULL,
	"connection_id" text,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "status_code" text;--> statement-breakpoint
ALTER TABLE "credential_versions" ADD COLUMN "is_refreshable" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "credential_versions" ADD COLUMN "revision" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "credential_versions" ADD COLUMN "refreshed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "credential_versions" ADD COLUMN "granted_scopes" jsonb;--> statement-breakpoint
ALTER TABLE "credential_versions" ADD COLUMN "oauth_client_id" text;--> statement-breakpoint
ALTER TABLE "credential_versions" ADD COLUMN "refresh_lease_owner" text;--> statement-breakpoint
ALTER TABLE "credential_versions" ADD COLUMN "refresh_lease_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "oauth_apps" ADD COLUMN "key_id" text;--> statement-breakpoint
ALTER TABLE "oauth_apps" ADD COLUMN "scopes" jsonb;--> statement-breakpoint
ALTER TABLE "oauth_states" ADD COLUMN "used_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "oauth_states" ADD COLUMN "outcome" text;--> statement-breakpoint
ALTER TABLE "oauth_states" ADD COLUMN "error_code" text;--> statement-breakpoint
ALTER TABLE "oauth_states" ADD COLUMN "error_description" text;--> statement-breakpoint
ALTER TABLE "sso_providers" ADD COLUMN "domain_verified" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sso_providers" ADD COLUMN "default_role" text DEFAULT 'viewer' NOT NULL;--> statement-breakpoint
ALTER TABLE "sso_providers" ADD COLUMN "role_mapping" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "sso_providers" ADD COLUMN "created_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "sso_providers" ADD COLUMN "updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "events_organization_id_id_index" ON "events" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "credential_versions_expires_at_index" ON "credential_versions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "oauth_states_organization_id_id_index" ON "oauth_states" USING btree ("organization_id","id");