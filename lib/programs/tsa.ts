import { join } from "node:path";
import { sandboxClock } from "@/lib/adapters/clock/sandbox-file";
import { demoTsaKey, startDemoTsa } from "@/lib/adapters/tsa/demo/server";

/** Demonstration timestamp authority. PORT (0: any free one), DATA_DIR, SANDBOX_CLOCK_FILE. */
const dataDir = process.env.DATA_DIR ?? join(process.cwd(), ".data");
const clock = sandboxClock(process.env.SANDBOX_CLOCK_FILE, () => new Date());
const server = await startDemoTsa(await demoTsaKey(dataDir), clock, Number(process.env.PORT ?? 0));
const address = server.address();
console.log(`tsa ready http://127.0.0.1:${typeof address === "object" && address ? address.port : ""}`);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => server.close(() => process.exit(0)));
