#!/usr/bin/env node
// npm run bench -- …: see lib/programs/bench.ts
import { launch } from "./launch.mjs";

launch("bench", process.argv.slice(2));
