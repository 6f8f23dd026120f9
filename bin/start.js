#!/usr/bin/env node
import { run } from './shared/load.js';

await run('start');
