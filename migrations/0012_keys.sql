ALTER TABLE `calendar_connections` ADD `sealed_by` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `calendar_connections_sealed` ON `calendar_connections` (`sealed_by`,`id`);