import pg from "pg";
import { describe, expect, it } from "vitest";
import { WORKER_NAME } from "@/lib/store/health";
import { useFreshDatabase } from "@/lib/testing/database";
import { checkHealth } from "./check-health";

useFreshDatabase();

const objects = (health: () => Promise<boolean>) => async () => ({ objects: { health } as never });

describe("health", () => {
  it("names what is missing, and nothing once all is there", async () => {
    const well = objects(async () => true);
    expect(await checkHealth(well)).toEqual({ status: "unavailable", missing: ["worker"] });
    const worker = new pg.Client({ connectionString: process.env.DATABASE_URL, application_name: WORKER_NAME });
    await worker.connect();
    expect(await checkHealth(well)).toEqual({ status: "ok", missing: [] });
    await worker.end();
    expect((await checkHealth(objects(async () => false))).missing).toEqual(["objects", "worker"]);
  });

  it("does not wait for an object store that hangs or cannot be wired", async () => {
    const hanging = await checkHealth(objects(() => new Promise(() => {})));
    expect(hanging.missing).toContain("objects");
    const broken = await checkHealth(() => Promise.reject(new Error("no key")));
    expect(broken.missing).toContain("objects");
  });
});
