import { consoleErrors } from '#core/console/server/errors.ts';
import { testErrorTables } from '#test/kit/error-table.ts';

testErrorTables([consoleErrors], {
  server_stopping: consoleErrors.server_stopping(),
  sign_in_timeout: consoleErrors.sign_in_timeout(),
});
