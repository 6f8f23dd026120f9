import type { PartDefinition } from '#core/part.ts';
import type { Catalog } from './catalog.ts';
import { readCatalog } from './catalog-file.ts';
import { Buy } from './commands/buy.ts';
import { Orders } from './commands/orders.ts';
import { Shop } from './shop.ts';

export const shop: PartDefinition<unknown> = {
  name: 'shop',
  hasTables: true,
  open({ database, clock, paths }) {
    let read: Catalog | undefined;
    const catalog = (): Catalog => {
      read ??= readCatalog(paths.conf('products.ini'));
      return read;
    };
    const shop = new Shop({ database, clock: () => clock.nowMs(), catalog });
    return { commands: [new Buy(shop), new Orders(shop)], check: () => void catalog() };
  },
};
