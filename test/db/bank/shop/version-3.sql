-- A database as the program made it before migrations were recorded by part: version 3, users, bank and shop.

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

CREATE TABLE stock (
  product_id text primary key check (product_id <> ''),
  supplied integer not null,
  sold integer not null check (sold > 0),
  check (sold <= supplied)
) strict, without rowid;

CREATE TABLE orders (
  journal_sequence integer primary key references journal,
  account_id integer not null references account,
  total_fen integer not null check (total_fen > 0)
) strict;

CREATE TABLE order_line (
  journal_sequence integer not null references orders,
  line_number integer not null check (line_number > 0),
  product_id text not null check (product_id <> ''),
  name text not null check (name <> ''),
  name_en text check (name_en <> ''),
  quantity integer not null check (quantity > 0),
  unit_price_fen integer not null check (unit_price_fen > 0),
  primary key (journal_sequence, line_number),
  unique (journal_sequence, product_id)
) strict, without rowid;

insert into config_file (only_row, fingerprint, default_timeout_seconds, defaults_ranges) values
  (1, '65024-2154881-154-1795752969599988297-1795752969599988297', 1000, '[{"startByte":0,"endByte":31}]');

insert into config_user (name, timeout_seconds, start_byte, end_byte) values
  ('alex', 1000, 71, 117),
  ('egon', 1000, 31, 71),
  ('yuanhao', 1000, 117, 154);

insert into credential (name, hash, changed_at_ms, registered) values
  ('lily', '$argon2id$v=19$m=19456,t=2,p=1$nbxiuwfpvLO4yRFVfStFBg$2FdXaxvYIueSWFfrrwSPRVEjjwFD9kQcse0phnAQLyI', 1795753045931, 1),
  ('yuanhao', '$argon2id$v=19$m=19456,t=2,p=1$Bs4mLQoKFM/Et2RgqH/1ig$D9nE3Pup/+H2KUY6Ce1NzqLAN7Cjgyu1Bwik/7oHVlc', 1795753052169, 0);

insert into sign_in_attempt (name, failures, locks, locked_until_ms, changed_at_ms) values
  ('4135aa9dc1b842a653dea846903ddb95bfb8c5a10c504a7fa16e10bc31d1fdf0', 0, 1, 1795753118946, 1795753058946),
  ('89aace9e7f929d264ed7f7d2069af51420b0f5f9145a4b2bbd91dfc23338cf51', 1, 0, 0, 1795753054046);

insert into account (id, kind, owner, balance_fen) values
  (1, 'opening', null, -1001000001000),
  (2, 'cash', null, 1005),
  (3, 'fees', null, 500),
  (4, 'sales', null, 27750),
  (5, 'user', 'egon', 999970400),
  (6, 'user', 'alex', 999999969250),
  (7, 'user', 'yuanhao', 30245),
  (8, 'user', 'lily', 1850);

insert into journal (sequence, id, kind, actor, at_ms) values
  (1, 'opening/5', 'opening', null, 1795753033227),
  (2, 'rent-11', 'transfer', 'egon', 1795753035364),
  (3, 'gift', 'transfer', 'alex', 1795753036575),
  (4, 'd1', 'deposit', 'egon', 1795753037578),
  (5, 'w1', 'withdrawal', 'egon', 1795753038248),
  (6, 'w2', 'withdrawal', 'yuanhao', 1795753039511),
  (7, 'b1', 'purchase', 'egon', 1795753042168),
  (8, 'b2', 'purchase', 'yuanhao', 1795753043677),
  (9, 'hello', 'transfer', 'alex', 1795753048176),
  (10, 'b3', 'purchase', 'lily', 1795753050231),
  (11, '993f9531-418b-4be3-889e-f12a9f3af433', 'purchase', 'egon', 1795753062507);

insert into entry (journal_sequence, account_id, amount_fen, balance_after_fen) values
  (1, 1, -1001000001000, -1001000001000),
  (1, 5, 1000000000, 1000000000),
  (1, 6, 1000000000000, 1000000000000),
  (1, 7, 1000, 1000),
  (2, 5, -1250, 999998750),
  (2, 6, 1250, 1000000001250),
  (3, 6, -30000, 999999971250),
  (3, 7, 30000, 31000),
  (4, 2, -9000, -9000),
  (4, 5, 9000, 1000007750),
  (5, 2, 10000, 1000),
  (5, 3, 500, 500),
  (5, 5, -10500, 999997250),
  (6, 2, 5, 1005),
  (6, 7, -5, 30995),
  (7, 4, 17600, 17600),
  (7, 5, -17600, 999979650),
  (8, 4, 750, 18350),
  (8, 7, -750, 30245),
  (9, 6, -2000, 999999969250),
  (9, 8, 2000, 2000),
  (10, 4, 150, 18500),
  (10, 8, -150, 1850),
  (11, 4, 9250, 27750),
  (11, 5, -9250, 999970400);

insert into stock (product_id, supplied, sold) values
  ('pencil', 500, 9),
  ('tea', 60, 3);

insert into orders (journal_sequence, account_id, total_fen) values
  (7, 5, 17600),
  (8, 7, 750),
  (10, 8, 150),
  (11, 5, 9250);

insert into order_line (journal_sequence, line_number, product_id, name, name_en, quantity, unit_price_fen) values
  (7, 1, 'tea', '龙井茶', 'Longjing tea', 2, 8800),
  (8, 1, 'pencil', '铅笔', 'Pencil', 5, 150),
  (10, 1, 'pencil', '铅笔', 'Pencil', 1, 150),
  (11, 1, 'pencil', '铅笔', 'Pencil', 3, 150),
  (11, 2, 'tea', '龙井茶', 'Longjing tea', 1, 8800);

CREATE UNIQUE INDEX account_of_the_bank on account (kind) where kind <> 'user';
CREATE INDEX entry_by_account on entry (account_id, journal_sequence);
CREATE TRIGGER journal_is_never_changed before update on journal begin select raise(abort, 'the journal is immutable'); end;
CREATE TRIGGER journal_is_never_deleted before delete on journal begin select raise(abort, 'the journal is immutable'); end;
CREATE TRIGGER entry_is_never_changed before update on entry begin select raise(abort, 'entries are immutable'); end;
CREATE TRIGGER entry_is_never_deleted before delete on entry begin select raise(abort, 'entries are immutable'); end;
CREATE TRIGGER account_is_never_deleted before delete on account begin select raise(abort, 'accounts are never deleted'); end;
CREATE TRIGGER account_keeps_its_owner before update of id, kind, owner on account begin select raise(abort, 'an account keeps its owner'); end;
CREATE INDEX orders_by_account on orders (account_id, journal_sequence);
CREATE INDEX order_line_by_product on order_line (product_id, quantity);
CREATE TRIGGER orders_are_never_changed before update on orders begin select raise(abort, 'orders are immutable'); end;
CREATE TRIGGER orders_are_never_deleted before delete on orders begin select raise(abort, 'orders are immutable'); end;
CREATE TRIGGER order_line_is_never_changed before update on order_line begin select raise(abort, 'orders are immutable'); end;
CREATE TRIGGER order_line_is_never_deleted before delete on order_line begin select raise(abort, 'orders are immutable'); end;

pragma application_id = 1667330160;
pragma user_version = 3;
