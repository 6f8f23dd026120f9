-- A database as the program made it before migrations were recorded by part: version 2, users and bank.

CREATE TABLE config_file (
  only_row integer primary key check (only_row = 1),
  fingerprint text not null,
  default_timeout_seconds integer not null check (default_timeout_seconds > 0),
  defaults_ranges text not null check (json_valid(defaults_ranges))
) strict;

CREATE TABLE config_user (
  name text primary key check (name <> ''),
  timeout_seconds integer not null check (timeout_seconds > 0),
  start_byte integer not null check (start_byte >= 0),
  end_byte integer not null,
  check (end_byte > start_byte)
) strict, without rowid;

CREATE TABLE credential (
  name text primary key check (name <> ''),
  hash text not null check (hash like '$argon2id$%'),
  changed_at_ms integer not null,
  registered integer not null default 0 check (registered in (0, 1))
) strict, without rowid;

CREATE TABLE sign_in_attempt (
  name text primary key,
  failures integer not null check (failures >= 0),
  locks integer not null check (locks >= 0),
  locked_until_ms integer not null check (locked_until_ms >= 0),
  changed_at_ms integer not null
) strict, without rowid;

CREATE TABLE account (
  id integer primary key,
  kind text not null check (kind in ('user', 'opening', 'cash', 'fees', 'sales')),
  owner text unique check (owner <> ''),
  balance_fen integer not null default 0,
  check ((kind = 'user') = (owner is not null)),
  check (kind <> 'user' or balance_fen >= 0),
  -- Far inside 64 bits: SQLite turns a sum beyond them into a float without a word.
  check (balance_fen between -4000000000000000000 and 4000000000000000000)
) strict;

CREATE TABLE journal (
  sequence integer primary key,
  id text not null unique check (length(id) between 1 and 64),
  kind text not null check (kind in ('opening', 'transfer', 'deposit', 'withdrawal', 'purchase')),
  -- The user who asked for it; opening balances come from config.ini.
  actor text check ((kind = 'opening') = (actor is null)),
  at_ms integer not null,
  check ((kind = 'opening') = (id like 'opening/%'))
) strict;

CREATE TABLE entry (
  journal_sequence integer not null references journal,
  account_id integer not null references account,
  amount_fen integer not null check (amount_fen <> 0),
  balance_after_fen integer not null,
  check (amount_fen between -4000000000000000000 and 4000000000000000000),
  primary key (journal_sequence, account_id)
) strict, without rowid;

insert into config_file (only_row, fingerprint, default_timeout_seconds, defaults_ranges) values
  (1, '65024-5374326-154-1795751963738107966-1795751963738107966', 1000, '[{"startByte":0,"endByte":31}]');

insert into config_user (name, timeout_seconds, start_byte, end_byte) values
  ('alex', 1000, 71, 117),
  ('egon', 1000, 31, 71),
  ('yuanhao', 1000, 117, 154);

insert into credential (name, hash, changed_at_ms, registered) values
  ('lily', '$argon2id$v=19$m=19456,t=2,p=1$AsiEczebyZk8OZMK0XReAA$18TAaBvMjn/awBfkcjQ7DSN39j35wQwA1PkW2qQp7ks', 1795753035227, 1);

insert into sign_in_attempt (name, failures, locks, locked_until_ms, changed_at_ms) values
  ('4135aa9dc1b842a653dea846903ddb95bfb8c5a10c504a7fa16e10bc31d1fdf0', 1, 0, 0, 1795753037227);

insert into account (id, kind, owner, balance_fen) values
  (1, 'opening', null, -1001000001000),
  (2, 'cash', null, 1000),
  (3, 'fees', null, 500),
  (4, 'sales', null, 0),
  (5, 'user', 'egon', 999997250),
  (6, 'user', 'alex', 999999999250),
  (7, 'user', 'yuanhao', 1000),
  (8, 'user', 'lily', 2000);

insert into journal (sequence, id, kind, actor, at_ms) values
  (1, 'opening/5', 'opening', null, 1795753034227),
  (2, 'rent-11', 'transfer', 'egon', 1795753039227),
  (3, 'd1', 'deposit', 'egon', 1795753040227),
  (4, 'w1', 'withdrawal', 'egon', 1795753041227),
  (5, 'hello', 'transfer', 'alex', 1795753042227);

insert into entry (journal_sequence, account_id, amount_fen, balance_after_fen) values
  (1, 1, -1001000001000, -1001000001000),
  (1, 5, 1000000000, 1000000000),
  (1, 6, 1000000000000, 1000000000000),
  (1, 7, 1000, 1000),
  (2, 5, -1250, 999998750),
  (2, 6, 1250, 1000000001250),
  (3, 2, -9000, -9000),
  (3, 5, 9000, 1000007750),
  (4, 2, 10000, 1000),
  (4, 3, 500, 500),
  (4, 5, -10500, 999997250),
  (5, 6, -2000, 999999999250),
  (5, 8, 2000, 2000);

CREATE UNIQUE INDEX account_of_the_bank on account (kind) where kind <> 'user';
CREATE INDEX entry_by_account on entry (account_id, journal_sequence);
CREATE TRIGGER journal_is_never_changed before update on journal begin select raise(abort, 'the journal is immutable'); end;
CREATE TRIGGER journal_is_never_deleted before delete on journal begin select raise(abort, 'the journal is immutable'); end;
CREATE TRIGGER entry_is_never_changed before update on entry begin select raise(abort, 'entries are immutable'); end;
CREATE TRIGGER entry_is_never_deleted before delete on entry begin select raise(abort, 'entries are immutable'); end;
CREATE TRIGGER account_is_never_deleted before delete on account begin select raise(abort, 'accounts are never deleted'); end;
CREATE TRIGGER account_keeps_its_owner before update of id, kind, owner on account begin select raise(abort, 'an account keeps its owner'); end;

pragma application_id = 1667330160;
pragma user_version = 2;
