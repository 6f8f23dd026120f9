#!/usr/bin/env node
import { createRequire } from 'node:module';

const { main } = createRequire(import.meta.url)('../dist/demo.cjs');
await main(new URL('..', import.meta.url));
