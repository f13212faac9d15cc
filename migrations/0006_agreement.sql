CREATE TABLE `offers` (
	`id` text PRIMARY KEY NOT NULL,
	`coach_id` text NOT NULL,
	`title` text NOT NULL,
	`description` text,
	`duration_minutes` integer NOT NULL,
	`price` text,
	`approval_required` integer,
	`place` text NOT NULL,
	`buffer_before_minutes` integer,
	`buffer_after_minutes` integer,
	`notice_minutes_min` integer,
	`cancellation_policy` text,
	`position` integer NOT NULL,
	`is_active` integer NOT NULL,
	`revision` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`coach_id`) REFERENCES `coach_profiles`(`coach_id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `offers_by_coach` ON `offers` (`coach_id`,`is_active`,`position`,`id`);--> statement-breakpoint
ALTER TABLE `bookings` ADD `offer_id` text;--> statement-breakpoint
ALTER TABLE `bookings` ADD `offer_title` text;--> statement-breakpoint
ALTER TABLE `bookings` ADD `price` text;--> statement-breakpoint
ALTER TABLE `bookings` ADD `price_waived` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `bookings` ADD `cancellation_policy` text;--> statement-breakpoint
ALTER TABLE `bookings` ADD `refund_cap_percent` integer DEFAULT 100 NOT NULL;--> statement-breakpoint
ALTER TABLE `bookings` ADD `refund_percent` integer;--> statement-breakpoint
ALTER TABLE `bookings` ADD `approval_required` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `bookings` ADD `place` text;--> statement-breakpoint
ALTER TABLE `bookings` ADD `created_by` text DEFAULT 'client' NOT NULL;--> statement-breakpoint
ALTER TABLE `bookings` ADD `client_time_zone` text;--> statement-breakpoint
ALTER TABLE `bookings` ADD `locale` text;--> statement-breakpoint
ALTER TABLE `bookings` ADD `move_notice_minutes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `bookings` ADD `moves` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `bookings` ADD `move_request` text;--> statement-breakpoint
ALTER TABLE `bookings` ADD `completes_at` integer;--> statement-breakpoint
CREATE INDEX `bookings_completing_by_coach` ON `bookings` (`coach_id`,`completes_at`) WHERE status = 'confirmed' AND completes_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `bookings_asked_by_coach` ON `bookings` (`coach_id`,(move_request ->> '$.expiresAt')) WHERE move_request IS NOT NULL;--> statement-breakpoint
CREATE INDEX `bookings_without_terms` ON `bookings` (`coach_id`) WHERE cancellation_policy IS NULL;
--> statement-breakpoint
-- Everything below reads what the version before wrote. That version runs beside this one for a while: its settings stay in
-- the JSON, unread, and nothing that it reads is changed.
INSERT INTO `offers` (`id`, `coach_id`, `title`, `duration_minutes`, `price`, `place`, `position`, `is_active`, `revision`, `created_at`, `updated_at`)
SELECT
  lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
  `profile`.`coach_id`,
  (`price`.`value` ->> 'durationMinutes') || ' minutes',
  `price`.`value` ->> 'durationMinutes',
  iif(`price`.`value` ->> 'amountMinor' > 0, json_object('minor', `price`.`value` ->> 'amountMinor', 'currency', `price`.`value` ->> 'currency'), NULL),
  '{"kind":"video","city":null,"address":null,"link":null}',
  `price`.`key`, 1, 1, unixepoch() * 1000, unixepoch() * 1000
FROM `coach_profiles` AS `profile`, json_each(`profile`.`settings`, '$.prices') AS `price`;
--> statement-breakpoint
UPDATE `coach_profiles` SET `settings` = json_set(`settings`, '$.cancellationPolicy', json(CASE
  WHEN `settings` ->> 'cancellationCutoffMinutes' = 0 OR coalesce(`settings` ->> 'lateRefundPercent', 0) = 100 THEN '[{"beforeMinutes":0,"refundPercent":100}]'
  WHEN coalesce(`settings` ->> 'lateRefundPercent', 0) = 0 THEN json_array(json_object('beforeMinutes', `settings` ->> 'cancellationCutoffMinutes', 'refundPercent', 100))
  ELSE json_array(
    json_object('beforeMinutes', `settings` ->> 'cancellationCutoffMinutes', 'refundPercent', 100),
    json_object('beforeMinutes', 0, 'refundPercent', `settings` ->> 'lateRefundPercent'))
  END))
WHERE `settings` ->> 'cancellationCutoffMinutes' IS NOT NULL;
--> statement-breakpoint
UPDATE `coach_profiles` SET `settings` = json_set(`settings`, '$.approvalMinutes', `settings` ->> 'pendingMinutes')
WHERE `settings` ->> 'pendingMinutes' IS NOT NULL;
--> statement-breakpoint
-- The price: of the payment that came in, else of the one that is open, else of the coach's list for a booking that waits.
UPDATE `bookings` SET `price` = coalesce(
  (SELECT json_object('minor', `amount_minor`, 'currency', `currency`) FROM `payments` WHERE `payments`.`id` = `bookings`.`payment_id`),
  iif(`status` = 'pending', coalesce(
    (SELECT json_object('minor', `amount_minor`, 'currency', `currency`) FROM `payments` WHERE `booking_id` = `bookings`.`id` AND `state` = 'open' LIMIT 1),
    (SELECT json_object('minor', `price`.`value` ->> 'amountMinor', 'currency', `price`.`value` ->> 'currency')
      FROM `coach_profiles` AS `profile`, json_each(`profile`.`settings`, '$.prices') AS `price`
      WHERE `profile`.`coach_id` = `bookings`.`coach_id` AND `price`.`value` ->> 'amountMinor' > 0
        AND (`price`.`value` ->> 'durationMinutes') * 60000 = `bookings`.`ends_at` - `bookings`.`starts_at`)), NULL));
--> statement-breakpoint
UPDATE `bookings` SET `cancellation_policy` = (
  SELECT CASE
    WHEN `cutoff` = 0 OR `late` = 100 THEN '[{"beforeMinutes":0,"refundPercent":100}]'
    WHEN `late` = 0 THEN json_array(json_object('beforeMinutes', `cutoff`, 'refundPercent', 100))
    ELSE json_array(json_object('beforeMinutes', `cutoff`, 'refundPercent', 100), json_object('beforeMinutes', 0, 'refundPercent', `late`))
    END
  FROM (
    SELECT coalesce(`payment`.`cutoff_minutes`, `profile`.`settings` ->> 'cancellationCutoffMinutes', 0) AS `cutoff`,
      coalesce(`payment`.`late_refund_percent`, `profile`.`settings` ->> 'lateRefundPercent', 0) AS `late`
    FROM `coach_profiles` AS `profile` LEFT JOIN `payments` AS `payment` ON `payment`.`id` = coalesce(`bookings`.`payment_id`,
      (SELECT `id` FROM `payments` WHERE `booking_id` = `bookings`.`id` AND `state` = 'open' LIMIT 1))
    WHERE `profile`.`coach_id` = `bookings`.`coach_id`
  )
);
--> statement-breakpoint
-- The percent that the version before gave back, or is about to: a client's cancellation was judged by its payment's two numbers.
UPDATE `bookings` SET `refund_percent` = (
  SELECT iif(`bookings`.`cancelled_by` IS NOT 'client' OR `bookings`.`updated_at` <= `bookings`.`starts_at` - `cutoff_minutes` * 60000, 100, `late_refund_percent`)
  FROM `payments` WHERE `payments`.`id` = `bookings`.`payment_id`
) WHERE `status` = 'cancelled' AND `payment_id` IS NOT NULL;
--> statement-breakpoint
UPDATE `bookings` SET `approval_required` = 1 WHERE `status` = 'pending'
  AND (SELECT `settings` ->> 'approvalRequired' FROM `coach_profiles` WHERE `coach_profiles`.`coach_id` = `bookings`.`coach_id`) = 1;
--> statement-breakpoint
-- A session that is over already stays as it is: nobody's standing changes because of the new version.
UPDATE `bookings` SET `completes_at` = `ends_at` + 86400000 WHERE `status` = 'confirmed' AND `ends_at` > unixepoch() * 1000;
