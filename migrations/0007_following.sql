ALTER TABLE `calendar_events` ADD `put_backs` text;--> statement-breakpoint
ALTER TABLE `calendar_events` ADD `invited` text;