-- Adopts the tables of the old layout. They need no change. The migration of the bank has already inserted the kinds of
-- account and movement; only the names are missing.
update account_kind set zh = '销售', en = 'sales' where kind = 'sales';
insert into movement_kind (kind, zh, en) values ('purchase', '购物', 'purchase')
  on conflict (kind) do update set zh = excluded.zh, en = excluded.en;
