-- The index of conf/config.ini: the byte range of the section of each user. Passwords stay in the file.
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

-- Passwords that users have chosen in the app. Such a password overrides the one in config.ini. A user who is removed from
-- config.ini cannot sign in with it any more. A registered user has no section in config.ini.
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
