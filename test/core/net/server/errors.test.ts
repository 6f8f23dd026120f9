import { serverErrors } from '#core/net/server/answers.ts';
import { listenErrors } from '#core/net/server/open-server.ts';
import { foreign, testErrorTables } from '#test/kit/error-table.ts';

testErrorTables([serverErrors, listenErrors], {
  unknown_service: {
    error: serverErrors.unknown_service({ command: foreign }),
    noRemedy: 'its remedy names settings.ini, which holds a dot',
  },
  bad_request: serverErrors.bad_request({ problem: foreign }),
  unknown_protocol: serverErrors.unknown_protocol(),
  cannot_listen: listenErrors.cannot_listen({ address: foreign, reason: 'EADDRINUSE' }),
});
