-- What is due at once is asked for at once: milliseconds round up to half of one ahead, and a look within it found nothing.
ALTER TABLE "external_tickets" ALTER COLUMN "look_at" TYPE timestamptz(6);
ALTER TABLE "slack_posts" ALTER COLUMN "look_at" TYPE timestamptz(6);
ALTER TABLE "slack_homes" ALTER COLUMN "look_at" TYPE timestamptz(6);
ALTER TABLE "slack_events" ALTER COLUMN "taken_until" TYPE timestamptz(6);
