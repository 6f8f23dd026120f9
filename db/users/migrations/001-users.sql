-- The index of conf/config.ini: where each user's section lies in the file. Passwords stay in the file.
create table config_file (
  only_row integer primary key check (only_row = 1),
  fingerprint text not null,
  default_timeout_seconds integer not null check (default_timeout_seconds > 0),
  defaults_ranges text not null check (json_valid(defaults_ranges))
) strict;

create table config_user (
  name text primary key check (name <> ''),
  timeout_seconds integer not null check (timeout_seconds > 0),
  start_byte integer not null check (start_byte >= 0),
  end_byte integer not null,
  check (end_byte > start_byte)
) strict, without rowid;

-- A password chosen in the app. It goes before the one in config.ini. A user of config.ini who is taken out of it cannot
-- sign in with it any more; a registered user was never in it.
create table credential (
  name text primary key check (name <> ''),
  hash text not null check (hash like '$argon2id$%'),
  changed_at_ms integer not null,
  registered integer not null default 0 check (registered in (0, 1))
) strict, without rowid;

create table sign_in_attempt (
  name text primary key,
  failures integer not null check (failures >= 0),
  locks integer not null check (locks >= 0),
  locked_until_ms integer not null check (locked_until_ms >= 0),
  changed_at_ms integer not null
) strict, without rowid;
