// npm run matrix, npm run lifecycles: see lib/programs/print.ts
import { launch } from "./launch.mjs";

launch("print", process.argv.slice(2));
