import { db } from "./db";

/** Makes this database a sandbox, whose clock may be moved forward; done once, by the first process of one. */
export async function enableSandbox(): Promise<void> {
  await db().$executeRaw`UPDATE sandbox SET enabled = true WHERE id = 1 AND NOT enabled`;
}
