import type { PartDefinition } from '#core/part.ts';
import { Find } from './find.ts';
import { List } from './list.ts';
import { Note } from './note.ts';
import { Pick } from './pick.ts';
import { readThings } from './things.ts';

/** A part with a prompt of every kind, for the tests of the skeleton, whose own commands have few prompts. */
export const sample: PartDefinition<unknown> = {
  name: 'sample',
  open({ paths }) {
    const things = readThings(paths.conf('sample.ini'));
    return { commands: [new Note(), new Pick(things), new Find(things), new List(things)] };
  },
};
