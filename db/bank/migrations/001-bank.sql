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

-- Double entry: the balance of an account is the sum of its entries, and the entries of a journal transaction sum to zero.
-- The bank's own accounts can be negative: they are the other side of the money that was paid in.
create table account (
  id integer primary key,
  kind text not null references account_kind,
  owner text unique check (owner <> ''),
  balance_fen integer not null default 0,
  check ((kind = 'user') = (owner is not null)),
  check (kind <> 'user' or balance_fen >= 0),
  -- Well within 64 bits: SQLite silently converts an integer that overflows them to a float.
  check (balance_fen between -4000000000000000000 and 4000000000000000000)
) strict;

create unique index account_of_the_bank on account (kind) where kind <> 'user';

insert into account (id, kind) values (1, 'opening'), (2, 'cash'), (3, 'fees');

-- `id` is the idempotency id of the caller: a request that is sent twice is booked once. `sequence` has no gaps.
create table journal (
  sequence integer primary key,
  id text not null unique check (length(id) between 1 and 64),
  kind text not null references movement_kind,
  -- The user who requested the movement; null for opening balances, which come from config.ini.
  actor text check ((kind = 'opening') = (actor is null)),
  at_ms integer not null,
  check ((kind = 'opening') = (id like 'opening/%'))
) strict;

create table entry (
  journal_sequence integer not null references journal,
  account_id integer not null references account,
  amount_fen integer not null check (amount_fen <> 0),
  balance_after_fen integer not null,
  check (amount_fen between -4000000000000000000 and 4000000000000000000),
  primary key (journal_sequence, account_id)
) strict, without rowid;

create index entry_by_account on entry (account_id, journal_sequence);

create trigger journal_is_never_changed before update on journal begin select raise(abort, 'the journal is immutable'); end;
create trigger journal_is_never_deleted before delete on journal begin select raise(abort, 'the journal is immutable'); end;
create trigger entry_is_never_changed before update on entry begin select raise(abort, 'entries are immutable'); end;
create trigger entry_is_never_deleted before delete on entry begin select raise(abort, 'entries are immutable'); end;
create trigger account_is_never_deleted before delete on account begin select raise(abort, 'accounts are never deleted'); end;
create trigger account_keeps_its_owner before update of id, kind, owner on account begin select raise(abort, 'an account keeps its owner'); end;
