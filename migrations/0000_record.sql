CREATE TABLE `audit_log` (
	`chain` text NOT NULL,
	`seq` integer NOT NULL,
	`command_id` text NOT NULL,
	`booking_id` text,
	`revision` integer,
	`action` text NOT NULL,
	`author_id` text,
	`author_role` text NOT NULL,
	`at` integer NOT NULL,
	`changes` text NOT NULL,
	`key_id` text NOT NULL,
	`mac` text NOT NULL,
	PRIMARY KEY(`chain`, `seq`),
	FOREIGN KEY (`booking_id`) REFERENCES `bookings`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `audit_log_by_command` ON `audit_log` (`command_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `audit_log_booking_revision` ON `audit_log` (`booking_id`,`revision`);--> statement-breakpoint
CREATE TABLE `bookings` (
	`id` text PRIMARY KEY NOT NULL,
	`coach_id` text NOT NULL,
	`client_id` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`buffer_before_ms` integer NOT NULL,
	`buffer_after_ms` integer NOT NULL,
	`status` text NOT NULL,
	`notes` text,
	`payment_id` text,
	`meeting_link` text,
	`expires_at` integer,
	`cancelled_by` text,
	`cancel_reason` text,
	`revision` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`coach_id`) REFERENCES `coach_profiles`(`coach_id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`client_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "bookings_status" CHECK("bookings"."status" IN ('pending', 'confirmed', 'completed', 'cancelled')),
	CONSTRAINT "bookings_length" CHECK("bookings"."ends_at" > "bookings"."starts_at" AND "bookings"."ends_at" - "bookings"."starts_at" <= 28800000),
	CONSTRAINT "bookings_buffers" CHECK("bookings"."buffer_before_ms" BETWEEN 0 AND 14400000 AND "bookings"."buffer_after_ms" BETWEEN 0 AND 14400000),
	CONSTRAINT "bookings_expiry" CHECK(("bookings"."status" = 'pending') = ("bookings"."expires_at" IS NOT NULL) AND ("bookings"."expires_at" IS NULL OR "bookings"."expires_at" <= "bookings"."starts_at"))
);
--> statement-breakpoint
CREATE INDEX `bookings_active_by_coach` ON `bookings` (`coach_id`,`starts_at`) WHERE status IN ('pending', 'confirmed');--> statement-breakpoint
CREATE INDEX `bookings_active_by_client` ON `bookings` (`client_id`,`starts_at`) WHERE status IN ('pending', 'confirmed');--> statement-breakpoint
CREATE INDEX `bookings_pending_by_coach` ON `bookings` (`coach_id`,`expires_at`) WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX `bookings_pending_by_client` ON `bookings` (`client_id`,`expires_at`) WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX `bookings_pending_due` ON `bookings` (`expires_at`,`coach_id`) WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX `bookings_by_coach` ON `bookings` (`coach_id`,`starts_at`,`id`);--> statement-breakpoint
CREATE INDEX `bookings_by_client` ON `bookings` (`client_id`,`starts_at`,`id`);--> statement-breakpoint
CREATE TABLE `coach_profiles` (
	`coach_id` text PRIMARY KEY NOT NULL,
	`hours` text NOT NULL,
	`settings` text NOT NULL,
	`settings_revision` integer NOT NULL,
	`availability_version` integer NOT NULL,
	FOREIGN KEY (`coach_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`principal` text NOT NULL,
	`method` text NOT NULL,
	`route` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`outcome` text NOT NULL,
	`availability_version` integer,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`principal`, `method`, `route`, `key`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_by_age` ON `idempotency_keys` (`created_at`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`coach_id` text NOT NULL,
	`booking_id` text NOT NULL,
	`revision` integer NOT NULL,
	`kind` text NOT NULL,
	`due_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`booking_id`) REFERENCES `bookings`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `outbox_by_coach` ON `outbox` (`coach_id`,`due_at`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`role` text NOT NULL,
	`email` text,
	`name` text,
	`status` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "users_role" CHECK("users"."role" IN ('client', 'coach', 'admin')),
	CONSTRAINT "users_status" CHECK("users"."status" IN ('active', 'inactive'))
);
--> statement-breakpoint
CREATE INDEX `users_by_role` ON `users` (`role`,`status`,`name`,`id`);