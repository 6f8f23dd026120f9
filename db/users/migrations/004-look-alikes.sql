-- The spellings under which a name cannot be registered, because it would look like this one. A spelling that is the name
-- itself is left out. The index of conf/config.ini loses its fingerprint, so that it is made again at the next start, and
-- this table with it.
create table look_alike (
  spelling text not null check (spelling <> ''),
  name text not null check (name <> ''),
  primary key (spelling, name)
) strict, without rowid;

update config_file set fingerprint = '';
