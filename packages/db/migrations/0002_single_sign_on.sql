ALTER TABLE "sessions" ADD COLUMN "sso_organization_id" text;--> statement-breakpoint
ALTER TABLE "sso_providers" ADD COLUMN "name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "sso_providers" ADD COLUMN "envelope" text;--> statement-breakpoint
ALTER TABLE "sso_providers" ADD COLUMN "key_id" text;--> statement-breakpoint
ALTER TABLE "sso_providers" ADD COLUMN "domain_token" text;--> statement-breakpoint
CREATE UNIQUE INDEX "sso_providers_verified_domain" ON "sso_providers" USING btree ("domain") WHERE "sso_providers"."domain_verified";