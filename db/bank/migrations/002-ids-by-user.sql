-- An idempotency id belongs to the user who chose it: users must not take ids from each other, nor learn which are used.
-- SQLite cannot drop a unique constraint, so `journal` is created again, and keeps its rows and numbers. Other tables
-- refer to it; these references are checked at the end of the transaction.
pragma defer_foreign_keys = on;
drop trigger journal_is_never_changed;
drop trigger journal_is_never_deleted;
create temp table old_journal as select sequence, id, kind, actor, at_ms from journal;
delete from journal;
drop table journal;

-- `id` is the idempotency id of the caller: a request that is sent twice is booked once. `sequence` has no gaps.
create table journal (
  sequence integer primary key,
  id text not null check (length(id) between 1 and 64),
  kind text not null references movement_kind,
  -- The user who requested the movement; null for opening balances, which come from config.ini.
  actor text check ((kind = 'opening') = (actor is null)),
  at_ms integer not null,
  check ((kind = 'opening') = (id like 'opening/%')),
  unique (id, actor)
) strict;

insert into journal (sequence, id, kind, actor, at_ms)
  select sequence, id, kind, actor, at_ms from old_journal order by sequence;
drop table old_journal;

create unique index journal_opening on journal (id) where actor is null;
create trigger journal_is_never_changed before update on journal begin select raise(abort, 'the journal is immutable'); end;
create trigger journal_is_never_deleted before delete on journal begin select raise(abort, 'the journal is immutable'); end;
