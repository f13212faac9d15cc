-- What the tables alone cannot refuse. Two active bookings of a coach conflict when one widened by its buffers meets
-- the other bare, or the reverse. Bookings that do not conflict are ordered by start and by end alike, so only the last
-- one that starts before the new one's end and the first one after it can conflict: each trigger reads two rows,
-- however long the history. `id <> NEW.id` because a BEFORE trigger fires before the primary key is checked: without it
-- a retry of one's own insert would look like an overlap.
CREATE TRIGGER bookings_overlap_insert BEFORE INSERT ON bookings
WHEN NEW.status IN ('pending', 'confirmed')
BEGIN
  SELECT RAISE(ABORT, 'booking_overlap') WHERE EXISTS (
    SELECT 1 FROM (
      SELECT ends_at, buffer_after_ms FROM bookings
      WHERE coach_id = NEW.coach_id AND status IN ('pending', 'confirmed') AND id <> NEW.id AND starts_at < NEW.ends_at
      ORDER BY starts_at DESC LIMIT 1
    ) AS earlier WHERE NEW.starts_at < earlier.ends_at + max(earlier.buffer_after_ms, NEW.buffer_before_ms)
  ) OR EXISTS (
    SELECT 1 FROM (
      SELECT starts_at, buffer_before_ms FROM bookings
      WHERE coach_id = NEW.coach_id AND status IN ('pending', 'confirmed') AND id <> NEW.id AND starts_at >= NEW.ends_at
      ORDER BY starts_at LIMIT 1
    ) AS later WHERE later.starts_at < NEW.ends_at + max(NEW.buffer_after_ms, later.buffer_before_ms)
  );
END;
--> statement-breakpoint
CREATE TRIGGER bookings_overlap_update BEFORE UPDATE OF coach_id, starts_at, ends_at, buffer_before_ms, buffer_after_ms, status ON bookings
WHEN NEW.status IN ('pending', 'confirmed')
BEGIN
  SELECT RAISE(ABORT, 'booking_overlap') WHERE EXISTS (
    SELECT 1 FROM (
      SELECT ends_at, buffer_after_ms FROM bookings
      WHERE coach_id = NEW.coach_id AND status IN ('pending', 'confirmed') AND id <> NEW.id AND starts_at < NEW.ends_at
      ORDER BY starts_at DESC LIMIT 1
    ) AS earlier WHERE NEW.starts_at < earlier.ends_at + max(earlier.buffer_after_ms, NEW.buffer_before_ms)
  ) OR EXISTS (
    SELECT 1 FROM (
      SELECT starts_at, buffer_before_ms FROM bookings
      WHERE coach_id = NEW.coach_id AND status IN ('pending', 'confirmed') AND id <> NEW.id AND starts_at >= NEW.ends_at
      ORDER BY starts_at LIMIT 1
    ) AS later WHERE later.starts_at < NEW.ends_at + max(NEW.buffer_after_ms, later.buffer_before_ms)
  );
END;
--> statement-breakpoint
-- Who a booking is between never changes, and a booking is never deleted: the audit trail hangs on both.
CREATE TRIGGER bookings_parties BEFORE UPDATE OF id, coach_id, client_id ON bookings
WHEN NEW.id <> OLD.id OR NEW.coach_id <> OLD.coach_id OR NEW.client_id <> OLD.client_id
BEGIN
  SELECT RAISE(ABORT, 'booking_parties');
END;
--> statement-breakpoint
CREATE TRIGGER bookings_no_delete BEFORE DELETE ON bookings
BEGIN
  SELECT RAISE(ABORT, 'booking_delete');
END;
--> statement-breakpoint
CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log
BEGIN
  SELECT RAISE(ABORT, 'audit_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
BEGIN
  SELECT RAISE(ABORT, 'audit_append_only');
END;
