-- Adopts the tables of the old layout, where the kinds were a list in a CHECK. They become rows of tables.
-- `account` and `journal` are created again, and keep their rows and numbers.
-- The kinds of accounts and of movements. A part with kinds of its own adds rows.
create table account_kind (
  kind text primary key check (kind <> ''),
  zh text not null check (zh <> ''),
  en text not null check (en <> '')
) strict, without rowid;

create table movement_kind (
  kind text primary key check (kind <> ''),
  zh text not null check (zh <> ''),
  en text not null check (en <> '')
) strict, without rowid;

insert into account_kind (kind, zh, en) values
  ('user', '用户', 'user'), ('opening', '开户', 'opening'), ('cash', '现金', 'cash'), ('fees', '手续费', 'fees');

insert into movement_kind (kind, zh, en) values
  ('opening', '开户', 'opening'), ('transfer', '转账', 'transfer'), ('deposit', '存款', 'deposit'),
  ('withdrawal', '取款', 'withdrawal');

-- The kinds of other parts. The migrations of those parts set their names later.
insert into account_kind (kind, zh, en) select distinct kind, kind, kind from account where true on conflict do nothing;
insert into movement_kind (kind, zh, en) select distinct kind, kind, kind from journal where true on conflict do nothing;

create table new_account (
  id integer primary key,
  kind text not null references account_kind,
  owner text unique check (owner <> ''),
  balance_fen integer not null default 0,
  check ((kind = 'user') = (owner is not null)),
  check (kind <> 'user' or balance_fen >= 0),
  -- Well within 64 bits: SQLite silently converts an integer that overflows them to a float.
  check (balance_fen between -4000000000000000000 and 4000000000000000000)
) strict;

insert into new_account (id, kind, owner, balance_fen) select id, kind, owner, balance_fen from account;
drop table account;
alter table new_account rename to account;
create unique index account_of_the_bank on account (kind) where kind <> 'user';

create table new_journal (
  sequence integer primary key,
  id text not null unique check (length(id) between 1 and 64),
  kind text not null references movement_kind,
  -- The user who requested the movement; null for opening balances, which come from config.ini.
  actor text check ((kind = 'opening') = (actor is null)),
  at_ms integer not null,
  check ((kind = 'opening') = (id like 'opening/%'))
) strict;

insert into new_journal (sequence, id, kind, actor, at_ms) select sequence, id, kind, actor, at_ms from journal;
drop table journal;
alter table new_journal rename to journal;

create trigger journal_is_never_changed before update on journal begin select raise(abort, 'the journal is immutable'); end;
create trigger journal_is_never_deleted before delete on journal begin select raise(abort, 'the journal is immutable'); end;
create trigger account_is_never_deleted before delete on account begin select raise(abort, 'accounts are never deleted'); end;
create trigger account_keeps_its_owner before update of id, kind, owner on account begin select raise(abort, 'an account keeps its owner'); end;
