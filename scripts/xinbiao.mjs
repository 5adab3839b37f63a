#!/usr/bin/env node
// npm run xinbiao -- …: see lib/programs/xinbiao.ts
import { launch } from "./launch.mjs";

launch("xinbiao", process.argv.slice(2));
