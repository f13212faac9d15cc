CREATE TABLE `calendar_events` (
	`booking_id` text NOT NULL,
	`user_id` text NOT NULL,
	`provider` text NOT NULL,
	`connection_id` text NOT NULL,
	`calendar_id` text NOT NULL,
	`event_id` text,
	`generation` integer NOT NULL,
	`desired_revision` integer NOT NULL,
	`applied_revision` integer,
	`starts_at` integer,
	`ends_at` integer,
	`etag` text,
	`event_link` text,
	`meeting_link` text,
	`state` text NOT NULL,
	`is_asked` integer NOT NULL,
	`time_zone` text,
	`guest_response` text,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`booking_id`, `user_id`, `provider`),
	FOREIGN KEY (`booking_id`) REFERENCES `bookings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "calendar_events_state" CHECK("calendar_events"."state" IN ('pending', 'ok', 'failed', 'needs_reconnect', 'detached'))
);
--> statement-breakpoint
CREATE INDEX `calendar_events_by_event` ON `calendar_events` (`connection_id`,`event_id`);--> statement-breakpoint
CREATE INDEX `calendar_events_unsettled` ON `calendar_events` (`user_id`,`provider`) WHERE state IN ('pending', 'failed', 'needs_reconnect');--> statement-breakpoint
CREATE TABLE `payment_events` (
	`id` text PRIMARY KEY NOT NULL,
	`payment_id` text,
	`kind` text NOT NULL,
	`outcome` text NOT NULL,
	`received_at` integer NOT NULL,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `payment_events_by_payment` ON `payment_events` (`payment_id`,`received_at`);--> statement-breakpoint
CREATE INDEX `payment_events_by_age` ON `payment_events` (`received_at`);--> statement-breakpoint
CREATE TABLE `payments` (
	`id` text PRIMARY KEY NOT NULL,
	`booking_id` text NOT NULL,
	`coach_id` text NOT NULL,
	`client_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`state` text NOT NULL,
	`session_id` text,
	`session_url` text,
	`payment_intent_id` text,
	`captured_minor` integer NOT NULL,
	`refunded_minor` integer NOT NULL,
	`cutoff_minutes` integer NOT NULL,
	`late_refund_percent` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`booking_id`) REFERENCES `bookings`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "payments_state" CHECK("payments"."state" IN ('open', 'paid', 'failed', 'expired', 'flagged')),
	CONSTRAINT "payments_refund" CHECK("payments"."refunded_minor" <= "payments"."captured_minor")
);
--> statement-breakpoint
CREATE INDEX `payments_by_booking` ON `payments` (`booking_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `__new_outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`coach_id` text NOT NULL,
	`booking_id` text,
	`revision` integer NOT NULL,
	`kind` text NOT NULL,
	`detail` text,
	`state` text DEFAULT 'due' NOT NULL,
	`due_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`lease` text,
	`last_fault` text,
	`settled_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`booking_id`) REFERENCES `bookings`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "outbox_state" CHECK("__new_outbox"."state" IN ('due', 'done', 'dropped', 'failed')),
	CONSTRAINT "outbox_settled" CHECK(("__new_outbox"."state" = 'due') = ("__new_outbox"."settled_at" IS NULL))
);
--> statement-breakpoint
-- Rows written before anything dispatched them are not told of now: whom would a mail about last month help?
INSERT INTO `__new_outbox` (`id`, `coach_id`, `booking_id`, `revision`, `kind`, `state`, `due_at`, `last_fault`, `settled_at`, `created_at`)
SELECT `id`, `coach_id`, `booking_id`, `revision`, `kind`, 'dropped', `due_at`, 'before_dispatch', `due_at`, `created_at` FROM `outbox`;--> statement-breakpoint
DROP TABLE `outbox`;--> statement-breakpoint
ALTER TABLE `__new_outbox` RENAME TO `outbox`;--> statement-breakpoint
CREATE INDEX `outbox_due_by_coach` ON `outbox` (`coach_id`,`due_at`) WHERE state = 'due';--> statement-breakpoint
CREATE INDEX `outbox_settled_by_age` ON `outbox` (`settled_at`) WHERE state IN ('done', 'dropped');--> statement-breakpoint
CREATE INDEX `outbox_failed` ON `outbox` (`settled_at`,`id`) WHERE state = 'failed';--> statement-breakpoint
ALTER TABLE `coach_profiles` ADD `feed_key_hash` text;--> statement-breakpoint
ALTER TABLE `users` ADD `time_zone` text;