-- The parts whose `onUsersAdded` was called for every user. A part that is added later, or again, is called for the users it has missed.
create table notified_part (
  name text primary key check (name <> '')
) strict, without rowid;
