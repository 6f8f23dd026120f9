-- The shop's tables of a database from before migrations were recorded by part are as they should be. Its kinds of account
-- and movement have rows by now; only the names are missing.
update account_kind set zh = '销售', en = 'sales' where kind = 'sales';
insert into movement_kind (kind, zh, en) values ('purchase', '购物', 'purchase')
  on conflict (kind) do update set zh = excluded.zh, en = excluded.en;
