import { consoleErrors } from '#core/console/server/errors.ts';
import { testErrorTables } from '#test/kit/error-table.ts';

testErrorTables([consoleErrors], {
  server_stopping: consoleErrors.server_stopping(),
  not_signed_in: consoleErrors.not_signed_in(),
});
