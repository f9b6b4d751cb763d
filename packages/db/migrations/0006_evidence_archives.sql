CREATE TABLE "evidence_archives" (
	"organization_id" text PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"connection_id" text NOT NULL,
	"bucket" text NOT NULL,
	"prefix" text NOT NULL,
	"archived_seq" bigint DEFAULT 0 NOT NULL,
	"archived_hash" text NOT NULL,
	"pending_seq" bigint,
	"archived_at" timestamp (3) with time zone,
	"error" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "evidence_archives" ADD CONSTRAINT "evidence_archives_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_archives" ADD CONSTRAINT "evidence_archives_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "evidence_archives_next_at_index" ON "evidence_archives" USING btree ("next_at");