#!/usr/bin/env node
// npm run ordeal -- …: see lib/programs/ordeal.ts
import { launch } from "./launch.mjs";

launch("ordeal", process.argv.slice(2));
