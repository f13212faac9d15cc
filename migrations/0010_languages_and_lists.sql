ALTER TABLE `users` ADD `locale` text;--> statement-breakpoint
ALTER TABLE `users` ADD `language` text;--> statement-breakpoint
CREATE INDEX `audit_log_moves` ON `audit_log` (`at`,`author_role`,(changes ->> '$.accepted')) WHERE action = 'rescheduled';--> statement-breakpoint
CREATE INDEX `bookings_pending_by_start` ON `bookings` (`starts_at`,`id`) WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX `bookings_confirmed_by_start` ON `bookings` (`starts_at`,`id`) WHERE status = 'confirmed';--> statement-breakpoint
CREATE INDEX `bookings_completed_by_start` ON `bookings` (`starts_at`,`id`) WHERE status = 'completed';--> statement-breakpoint
CREATE INDEX `bookings_cancelled_by_start` ON `bookings` (`starts_at`,`id`) WHERE status = 'cancelled';--> statement-breakpoint
CREATE INDEX `bookings_unpaid` ON `bookings` (`starts_at`,`id`) WHERE status = 'pending' AND price IS NOT NULL AND price_waived = 0 AND payment_id IS NULL;--> statement-breakpoint
CREATE INDEX `bookings_unapproved` ON `bookings` (`starts_at`,`id`) WHERE status = 'pending' AND approval_required = 1 AND created_by = 'client';--> statement-breakpoint
CREATE INDEX `bookings_asked` ON `bookings` (`starts_at`,`id`) WHERE move_request IS NOT NULL;--> statement-breakpoint
CREATE INDEX `bookings_paid` ON `bookings` (`starts_at`,`id`) WHERE payment_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `bookings_by_creation` ON `bookings` (`created_at`,`starts_at`,`status`,`expires_at`,`completes_at`);--> statement-breakpoint
CREATE INDEX `bookings_by_start` ON `bookings` (`starts_at`,`ends_at`,`status`,`expires_at`,`completes_at`);--> statement-breakpoint
CREATE INDEX `bookings_taking_place` ON `bookings` (`coach_id`,`starts_at`,`ends_at`,`status`) WHERE status IN ('confirmed', 'completed');--> statement-breakpoint
CREATE INDEX `bookings_cancelled` ON `bookings` (`cancelled_by`,`updated_at`,`coach_id`,`starts_at`,(price IS NOT NULL AND price_waived = 0 AND payment_id IS NULL)) WHERE status = 'cancelled';--> statement-breakpoint
CREATE INDEX `payments_refunded` ON `payments` (`created_at`,`id`) WHERE refunded_minor > 0;--> statement-breakpoint
CREATE INDEX `payments_captured` ON `payments` (`created_at`,`currency`,`captured_minor`,`refunded_minor`) WHERE captured_minor > 0;--> statement-breakpoint
CREATE INDEX `payments_captured_by_coach` ON `payments` (`coach_id`,`created_at`,`currency`,`captured_minor`,`refunded_minor`) WHERE captured_minor > 0;