ALTER TABLE "event_subscriptions" ALTER COLUMN "url" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "event_subscriptions" ADD COLUMN "connection_id" text;--> statement-breakpoint
ALTER TABLE "event_subscriptions" ADD CONSTRAINT "event_subscriptions_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "event_subscriptions_connection_id_index" ON "event_subscriptions" USING btree ("connection_id");--> statement-breakpoint
ALTER TABLE "event_subscriptions" ADD CONSTRAINT "event_subscriptions_one_target" CHECK (("event_subscriptions"."url" is null) <> ("event_subscriptions"."connection_id" is null));