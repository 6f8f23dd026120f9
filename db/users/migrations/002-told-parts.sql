-- The parts that have been told of every user. A part that is added later, or comes back, is told of those it has missed.
create table told_part (
  name text primary key check (name <> '')
) strict, without rowid;
