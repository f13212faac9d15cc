-- How long the knowledge of a connection may be relied on, by when its account is to be heard of, and since when its channels
-- are signed. Only adds: the version before writes none of them.
ALTER TABLE `calendar_connections` ADD `known_until` integer;--> statement-breakpoint
ALTER TABLE `calendar_connections` ADD `expected_by` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `calendar_connections` ADD `push_signed_at` integer;--> statement-breakpoint
CREATE INDEX `calendar_connections_expected` ON `calendar_connections` (`expected_by`) WHERE state = 'active';
