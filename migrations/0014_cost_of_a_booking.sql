-- Indexes that each change of a booking wrote and that hardly anything read. The version before finds the same without them, by longer ways.
DROP INDEX `audit_log_by_command`;--> statement-breakpoint
DROP INDEX `bookings_pending_by_client`;--> statement-breakpoint
DROP INDEX `outbox_settled_by_age`;