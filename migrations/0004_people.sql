ALTER TABLE `users` ADD `is_coach` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `claims_issued_at` integer;--> statement-breakpoint
-- A coach's profile makes a coach, also where the role on record says something else.
UPDATE `users` SET `is_coach` = 1 WHERE `id` IN (SELECT `coach_id` FROM `coach_profiles`);--> statement-breakpoint
CREATE INDEX `users_by_coach` ON `users` (`is_coach`,`status`,`name`,`id`);
