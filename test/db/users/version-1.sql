-- A database as the program made it before migrations were recorded by part: version 1, users only.

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

insert into config_file (only_row, fingerprint, default_timeout_seconds, defaults_ranges) values
  (1, '65024-5374326-154-1795751963738107966-1795751963738107966', 1000, '[{"startByte":0,"endByte":31}]');

insert into config_user (name, timeout_seconds, start_byte, end_byte) values
  ('alex', 1000, 71, 117),
  ('egon', 1000, 31, 71),
  ('yuanhao', 1000, 117, 154);

insert into credential (name, hash, changed_at_ms, registered) values
  ('lily', '$argon2id$v=19$m=19456,t=2,p=1$rrTVgbC+syEbINKpaQv21A$sRYC1AZlaIZJqDmEihee9gageSSb7+wo/8AuvLmc9/4', 1795753034227, 1);

insert into sign_in_attempt (name, failures, locks, locked_until_ms, changed_at_ms) values
  ('4135aa9dc1b842a653dea846903ddb95bfb8c5a10c504a7fa16e10bc31d1fdf0', 1, 0, 0, 1795753035227);


pragma application_id = 1667330160;
pragma user_version = 1;
