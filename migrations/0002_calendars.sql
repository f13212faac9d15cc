CREATE TABLE `busy_intervals` (
	`connection_id` text NOT NULL,
	`calendar_id` text NOT NULL,
	`event_id` text NOT NULL,
	`coach_id` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	PRIMARY KEY(`connection_id`, `calendar_id`, `event_id`, `starts_at`),
	FOREIGN KEY (`connection_id`) REFERENCES `calendar_connections`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "busy_intervals_length" CHECK("busy_intervals"."ends_at" > "busy_intervals"."starts_at" AND "busy_intervals"."ends_at" - "busy_intervals"."starts_at" <= 86400000)
);
--> statement-breakpoint
CREATE INDEX `busy_intervals_by_coach` ON `busy_intervals` (`coach_id`,`starts_at`,`ends_at`);--> statement-breakpoint
CREATE TABLE `calendar_connections` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`provider` text NOT NULL,
	`account_id` text NOT NULL,
	`account_email` text,
	`scopes` text NOT NULL,
	`state` text NOT NULL,
	`blocking_calendars` text NOT NULL,
	`event_calendar` text,
	`is_organizer` integer NOT NULL,
	`synced_at` integer,
	`busy_until` integer,
	`push_until` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "calendar_connections_provider" CHECK("calendar_connections"."provider" IN ('google', 'outlook')),
	CONSTRAINT "calendar_connections_state" CHECK("calendar_connections"."state" IN ('active', 'needs_reconnect'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `calendar_connections_user_provider` ON `calendar_connections` (`user_id`,`provider`);