-- The shop adds to the bank a kind of account, a kind of movement, and one account for sales. A database that was adopted
-- from the old layout already has that account and both kinds.
insert into account_kind (kind, zh, en) values ('sales', '销售', 'sales')
  on conflict (kind) do update set zh = excluded.zh, en = excluded.en;
insert into movement_kind (kind, zh, en) values ('purchase', '购物', 'purchase')
  on conflict (kind) do update set zh = excluded.zh, en = excluded.en;
insert into account (kind) select 'sales' where not exists (select * from account where kind = 'sales');

-- The number in stock = `stock` in conf/products.ini (the number supplied so far) minus `sold`.
create table stock (
  product_id text primary key check (product_id <> ''),
  supplied integer not null,
  sold integer not null check (sold > 0),
  check (sold <= supplied)
) strict, without rowid;

-- An order has the sequence of its purchase in the journal. Its lines keep names and prices of the time of the purchase.
create table orders (
  journal_sequence integer primary key references journal,
  account_id integer not null references account,
  total_fen integer not null check (total_fen > 0)
) strict;

create index orders_by_account on orders (account_id, journal_sequence);

create table order_line (
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

create index order_line_by_product on order_line (product_id, quantity);

create trigger orders_are_never_changed before update on orders begin select raise(abort, 'orders are immutable'); end;
create trigger orders_are_never_deleted before delete on orders begin select raise(abort, 'orders are immutable'); end;
create trigger order_line_is_never_changed before update on order_line begin select raise(abort, 'orders are immutable'); end;
create trigger order_line_is_never_deleted before delete on order_line begin select raise(abort, 'orders are immutable'); end;
