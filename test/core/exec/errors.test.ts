import { execServiceErrors } from '#core/exec/errors.ts';
import { execClientErrors } from '#core/exec/verb.ts';
import { foreign, testErrorTables } from '#test/kit/error-table.ts';

testErrorTables([execServiceErrors, execClientErrors], {
  not_allowed: execServiceErrors.not_allowed({
    name: foreign,
    hint: { zh: `，是不是 ${foreign}？`, en: `; did you mean ${foreign}?` },
    allowed: 'sh, words',
  }),
  nothing_allowed: {
    error: execServiceErrors.nothing_allowed(),
    noRemedy: 'its remedy names settings.ini, which holds a dot',
  },
  busy: execServiceErrors.busy({ count: 4 }),
  cannot_start: {
    error: execServiceErrors.cannot_start({ name: foreign, reason: 'ENOENT' }),
    noRemedy: 'its remedy names settings.ini, which holds a dot',
  },
  time_limit: execServiceErrors.time_limit({ name: foreign, seconds: 60 }),
  output_limit: execServiceErrors.output_limit({ name: foreign, bytes: 200 }),
  arguments_too_long: execClientErrors.arguments_too_long({ bytes: 9_000 }),
  too_much_for_json: execClientErrors.too_much_for_json({ bytes: 9_000 }),
});
