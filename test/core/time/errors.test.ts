import { timeErrors } from '#core/time/verb.ts';
import { foreign, testErrorTables } from '#test/kit/error-table.ts';

const namesFile = 'its remedy holds a dot';

testErrorTables([timeErrors], {
  bad_time_format: timeErrors.bad_time_format({ problem: foreign }),
  no_time: timeErrors.no_time({ address: foreign }),
  time_not_served: { error: timeErrors.time_not_served({ address: foreign }), noRemedy: namesFile },
});
