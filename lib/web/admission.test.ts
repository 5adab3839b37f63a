import { afterEach, describe, expect, it, vi } from "vitest";
import { visitor } from "@/lib/domain/actor";
import { refusal } from "@/lib/testing/refused";
import { admitted, type Load } from "./admission";

afterEach(() => void vi.useRealTimers());

const company = (partyId: string) => ({ ...visitor("::1", "", "zh-CN"), partyId });
const turns = () => new Promise((resolve) => setImmediate(resolve));

/** Requests that stay at work until they are told to end. */
function desk() {
  const open: { readonly name: string; end(): void; fail(): void }[] = [];
  const come = (load: Load, partyId: string) => {
    const done = admitted(load, company(partyId), () => {
      return new Promise<string>((resolve, reject) =>
        open.push({ name: partyId, end: () => resolve(partyId), fail: () => reject(new Error("broken line")) }),
      );
    });
    done.catch(() => undefined);
    return done;
  };
  const close = async () => {
    while (open.length > 0) {
      open.shift()!.end();
      await turns();
    }
  };
  return { open, come, close };
}

describe("protocol §5.5: at the deadline under load", () => {
  it("two seals of one company at once; the third waits for them, another company's does not", async () => {
    const { open, come, close } = desk();
    for (const partyId of ["a", "a", "a", "b"]) void come("seal", partyId);
    await turns();
    expect(open.map(({ name }) => name)).toEqual(["a", "a", "b"]);
    open[0]!.end();
    await turns();
    expect(open.map(({ name }) => name)).toEqual(["a", "a", "b", "a"]);
    await close();
  });

  it("four seals of all companies are judged at once; the others have arrived and wait, in the order they came", async () => {
    const { open, come, close } = desk();
    const names = ["a", "b", "c", "d", "e", "f"];
    const all = names.map((name) => come("seal", name));
    await turns();
    expect(open.map(({ name }) => name)).toEqual(["a", "b", "c", "d"]);
    open[1]!.fail();
    await turns();
    expect(open.map(({ name }) => name)).toEqual(["a", "b", "c", "d", "e"]);
    await close();
    const ends = await Promise.allSettled(all);
    expect(ends.map(({ status }) => status)).toEqual(names.map((name) => (name === "b" ? "rejected" : "fulfilled")));
  });

  it("a broken request gives its place on, and a company that asks without end is told to wait", async () => {
    const { open, come, close } = desk();
    const all = Array.from({ length: 6 + 24 }, () => come("part", "a"));
    await turns();
    expect(open).toHaveLength(6);
    expect((await refusal(come("part", "a"))).code).toBe("QUEUE_FULL");
    open.shift()!.fail();
    await turns();
    expect(open).toHaveLength(6);
    await close();
    const ends = await Promise.allSettled(all);
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(29);
    void come("part", "a");
    await turns();
    expect(open).toHaveLength(1);
    await close();
  });

  it("parts stand back while four seals are judged, and not for ever", async () => {
    const { open, come, close } = desk();
    for (const partyId of ["a", "b", "c", "d"]) void come("seal", partyId);
    await turns();
    void come("part", "e");
    await turns();
    expect(open).toHaveLength(4);
    open.shift()!.end();
    await turns();
    expect(open.map(({ name }) => name)).toEqual(["b", "c", "d", "e"]);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    void come("seal", "f");
    await turns();
    void come("part", "g");
    await turns();
    expect(open.map(({ name }) => name)).not.toContain("g");
    vi.advanceTimersByTime(10_000);
    await turns();
    expect(open.map(({ name }) => name)).toContain("g");
    await close();
  });
});
