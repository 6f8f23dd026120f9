import { chatErrors } from '#core/chat/errors.ts';
import { foreign, testErrorTables } from '#test/kit/error-table.ts';

const namesFile = 'its remedy names settings.ini, which holds a dot';

testErrorTables([chatErrors], {
  unknown_contact: {
    error: chatErrors.unknown_contact({ name: foreign, hint: { zh: foreign, en: foreign } }),
    noRemedy: 'its hint is the remedy',
  },
  unknown_chat_host: chatErrors.unknown_chat_host({ host: foreign }),
  cannot_receive: chatErrors.cannot_receive({ address: foreign, reason: 'EADDRINUSE' }),
  out_of_reach: { error: chatErrors.out_of_reach({ from: foreign, to: foreign }), noRemedy: namesFile },
  message_too_long: chatErrors.message_too_long({ bytes: 9_000 }),
  messages_too_long: chatErrors.messages_too_long({ refused: 2, sent: 1 }),
  not_sent: chatErrors.not_sent({ address: foreign, reason: 'ENETUNREACH' }),
});
