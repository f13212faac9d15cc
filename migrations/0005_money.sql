CREATE TABLE `disputes` (
	`id` text PRIMARY KEY NOT NULL,
	`payment_id` text,
	`booking_id` text,
	`payment_intent_id` text,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`told_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`booking_id`) REFERENCES `bookings`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `disputes_by_payment` ON `disputes` (`payment_id`);--> statement-breakpoint
CREATE INDEX `disputes_by_intent` ON `disputes` (`payment_intent_id`);--> statement-breakpoint
CREATE INDEX `disputes_by_age` ON `disputes` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `refunds` (
	`id` text PRIMARY KEY NOT NULL,
	`payment_id` text,
	`booking_id` text,
	`payment_intent_id` text,
	`provider_id` text,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`state` text NOT NULL,
	`cause` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`booking_id`) REFERENCES `bookings`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "refunds_state" CHECK("refunds"."state" IN ('pending', 'succeeded', 'failed', 'canceled')),
	CONSTRAINT "refunds_amount" CHECK("refunds"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `refunds_provider_id_unique` ON `refunds` (`provider_id`);--> statement-breakpoint
CREATE INDEX `refunds_by_booking` ON `refunds` (`booking_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `refunds_by_payment` ON `refunds` (`payment_id`);--> statement-breakpoint
CREATE INDEX `refunds_by_intent` ON `refunds` (`payment_intent_id`);--> statement-breakpoint
CREATE INDEX `refunds_failed` ON `refunds` (`updated_at`,`id`) WHERE state = 'failed';--> statement-breakpoint
CREATE INDEX `payments_by_intent` ON `payments` (`payment_intent_id`);--> statement-breakpoint
-- Refunds that were made before: one row for each that was noted.
INSERT INTO `refunds` (`id`, `payment_id`, `booking_id`, `payment_intent_id`, `amount_minor`, `currency`, `state`, `cause`, `created_at`, `updated_at`)
SELECT substr(`event`.`id`, 8), `payment`.`id`, `payment`.`booking_id`, `payment`.`payment_intent_id`, CAST(`event`.`outcome` AS INTEGER),
  `payment`.`currency`, 'succeeded', iif(`event`.`id` LIKE '%admin-%', 'goodwill', 'cancelled'), `event`.`received_at`, `event`.`received_at`
FROM `payment_events` AS `event` JOIN `payments` AS `payment` ON `payment`.`id` = `event`.`payment_id`
WHERE `event`.`kind` = 'refund' AND CAST(`event`.`outcome` AS INTEGER) > 0;
