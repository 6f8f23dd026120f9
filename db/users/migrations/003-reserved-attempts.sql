-- Attempts whose password is being compared. They count like failures, but only for a short time: a process that was killed
-- meanwhile has told nobody the result.
alter table sign_in_attempt add column reserved integer not null default 0 check (reserved >= 0);
alter table sign_in_attempt add column reserved_at_ms integer not null default 0;

-- For the removal of old attempts, which would otherwise read all of them at each sign-in.
create index sign_in_attempt_by_age on sign_in_attempt (changed_at_ms);
