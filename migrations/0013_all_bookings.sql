CREATE INDEX `bookings_by_status` ON `bookings` (`status`,`starts_at`,`id`);--> statement-breakpoint
CREATE INDEX `bookings_unpaid` ON `bookings` (`starts_at`,`id`) WHERE status = 'pending' AND price IS NOT NULL AND price_waived = 0 AND payment_id IS NULL;--> statement-breakpoint
CREATE INDEX `bookings_unapproved` ON `bookings` (`starts_at`,`id`) WHERE status = 'pending' AND approval_required = 1 AND created_by = 'client';--> statement-breakpoint
CREATE INDEX `bookings_asked` ON `bookings` (`starts_at`,`id`) WHERE move_request IS NOT NULL;--> statement-breakpoint
CREATE INDEX `bookings_paid` ON `bookings` (`starts_at`,`id`) WHERE payment_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `payments_refunded` ON `payments` (`created_at`,`id`) WHERE refunded_minor > 0;