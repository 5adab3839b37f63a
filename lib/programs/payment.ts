import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { readOrMake } from "@/lib/adapters/loopback/keep";
import { startDemoPayment } from "@/lib/adapters/payment/demo/server";
import { untilSignal } from "./until-signal";

/** Demonstration payment gateway. PORT (0: any free one), DATA_DIR, PAYMENT_DIR, PAYMENT_SECRET. */
const env = process.env;
const folder = env.PAYMENT_DIR ?? join(env.DATA_DIR ?? join(process.cwd(), ".data"), "demo", "payment");
const secret = env.PAYMENT_SECRET ?? (await readOrMake(join(folder, "secret"), () => randomBytes(32).toString("hex")));
const running = await startDemoPayment({ secret, file: join(folder, "booked.json") }, Number(env.PORT ?? 0));
console.log(`payment ready ${running.url}`);
untilSignal(() => running.close());
