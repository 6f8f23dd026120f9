-- The parts whose `onUsersAdded` has got every user. A part that is added later, or again, gets the users that it has missed.
create table told_part (
  name text primary key check (name <> '')
) strict, without rowid;
