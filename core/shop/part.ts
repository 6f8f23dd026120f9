import type { PartDefinition } from '#core/part.ts';
import { readCatalog } from './catalog-file.ts';
import { Buy } from './commands/buy.ts';
import { Orders } from './commands/orders.ts';
import { Shop } from './shop.ts';

export const shop: PartDefinition<unknown> = {
  name: 'shop',
  hasTables: true,
  open({ database, clock, paths }) {
    const catalog = readCatalog(paths.conf('products.ini'));
    const shop = new Shop({ database, clock: () => clock.nowMs(), catalog });
    return { commands: [new Buy(shop), new Orders(shop)] };
  },
};
