#!/usr/bin/env node
import { main } from '../dist/demo.js';

await main(new URL('..', import.meta.url));
