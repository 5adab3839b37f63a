import { describe, expect, it } from "vitest";
import { isObjectProblem } from "@/lib/usecases/ports/objects";
import { refusalOf } from "@/lib/web/defect";
import { problem } from "./record";
import { sayingWhy } from "./unavailable";

const broken = () => Promise.reject(Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }));
const dead = { put: broken, get: broken, stat: broken, remove: broken, health: async () => false };

describe("a store that cannot work", () => {
  it.each([
    ["put", () => sayingWhy(dead).put("a/b", new Uint8Array(3))],
    ["get", () => sayingWhy(dead).get("a/b")],
    ["stat", () => sayingWhy(dead).stat("a/b")],
    ["remove", () => sayingWhy(dead).remove("a/b")],
  ])("says so: %s", async (_act, work) => {
    const error = await work().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(isObjectProblem(error) && error.code).toBe("unavailable");
    expect(refusalOf(error).code).toBe("STORE_DOWN");
  });

  it("says so in the middle of an object too", async () => {
    async function* half() {
      yield new Uint8Array(4);
      throw new Error("socket hang up");
    }
    const pieces = await sayingWhy({ ...dead, get: async () => half() }).get("a/b");
    const all = async () => {
      for await (const _piece of pieces);
    };
    await expect(all()).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("a store that says no", () => {
  it("is not down", async () => {
    const absent = { ...dead, get: () => Promise.reject(problem("absent", "a/b")) };
    await expect(sayingWhy(absent).get("a/b")).rejects.toMatchObject({ code: "absent" });
  });

  it("leaves what broke in the giver's stream to the giver", async () => {
    const reading = {
      ...dead,
      put: async (_key: string, body: Uint8Array | AsyncIterable<Uint8Array>) => {
        for await (const _piece of body as AsyncIterable<Uint8Array>);
        return { sizeBytes: 0, sha256: "" };
      },
    };
    async function* cut(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(1);
      throw new Error("the browser went away");
    }
    await expect(sayingWhy(reading).put("a/b", cut())).rejects.toThrow("the browser went away");
  });
});
