import { get } from './get.ts';
import { ls } from './ls.ts';
import { put } from './put.ts';
import { rm } from './rm.ts';

export const fileVerbs = [put, get, ls, rm] as const;
