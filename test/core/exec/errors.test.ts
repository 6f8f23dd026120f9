import { execErrors } from '#core/exec/errors.ts';
import { execErrors as verbErrors } from '#core/exec/verb.ts';
import { foreign, testErrorTables } from '#test/kit/error-table.ts';

testErrorTables([execErrors, verbErrors], {
  not_allowed: execErrors.not_allowed({
    name: foreign,
    hint: { zh: `，是不是 ${foreign}？`, en: `; did you mean ${foreign}?` },
    allowed: 'sh, words',
  }),
  nothing_allowed: {
    error: execErrors.nothing_allowed(),
    noRemedy: 'its remedy names settings.ini, which holds a dot',
  },
  busy: execErrors.busy({ count: 4 }),
  cannot_start: {
    error: execErrors.cannot_start({ name: foreign, reason: 'ENOENT' }),
    noRemedy: 'its remedy names settings.ini, which holds a dot',
  },
  time_limit: execErrors.time_limit({ name: foreign, seconds: 60 }),
  output_limit: execErrors.output_limit({ name: foreign, bytes: 200 }),
  arguments_too_long: verbErrors.arguments_too_long({ bytes: 9_000 }),
  too_much_for_json: verbErrors.too_much_for_json({ bytes: 9_000 }),
});
