import { describe, expect, it } from "vitest";
import type { ActState } from "@/components/ui/act-context";
import { type Keeping, makeMarkQueue, NOTHING_KEPT, type PendingMark, placeOf } from "./mark-queue";

type Answer = ActState<{ readonly savedAt: Date }>;
const SAVED: Answer = { ok: true, value: { savedAt: new Date("2026-12-01T02:00:00Z") } };
const no = (code: string): Answer => ({ ok: false, message: code, code, rules: [], fields: {} });
const mark = (bid: string, value = "20"): PendingMark => ({ bid, criterion: "plan", value, reason: "", page: "" });

/** A server that answers what it is told to, the browser's box, and what the page is told. */
function desk(kept: readonly PendingMark[] = []) {
  const server = { answer: async (_mark: PendingMark): Promise<Answer> => SAVED, got: [] as PendingMark[] };
  const box = { marks: kept };
  const page = { now: NOTHING_KEPT as Keeping };
  const queue = makeMarkQueue(
    {
      read: () => box.marks,
      write: (marks) => {
        box.marks = marks;
      },
    },
    async (one) => {
      const answer = await server.answer(one);
      server.got.push(one);
      return answer;
    },
    (change) => {
      page.now = change(page.now);
    },
  );
  return { server, box, page, queue };
}
const soon = () => new Promise((resolve) => setTimeout(resolve));

describe("R-113: every mark is kept at once", () => {
  it("one whose saving got no answer waits, and nothing is left of it when it came through", async () => {
    const { server, box, page, queue } = desk();
    server.answer = () => Promise.reject(new TypeError("Failed to fetch"));
    queue.keep(mark("a"));
    await soon();
    expect(page.now).toMatchObject({ waiting: 1, offline: true, refused: {} });
    expect(box.marks).toEqual([mark("a")]);
    server.answer = async () => SAVED;
    await queue.flush();
    expect(page.now).toEqual({
      savedAt: SAVED.ok && SAVED.value.savedAt,
      waiting: 0,
      offline: false,
      held: null,
      refused: {},
    });
    expect(box.marks).toEqual([]);
  });
  it.each(["BUSY", "STILL_RUNNING", "SIGN_IN_NEEDED", "DEFECT", "SUSPENDED"])(
    "%s says nothing of the mark: it waits",
    async (code) => {
      const { server, page, queue } = desk();
      server.answer = async () => no(code);
      queue.keep(mark("a"));
      queue.keep(mark("b"));
      await soon();
      expect(page.now).toMatchObject({ waiting: 2, offline: false, held: { code }, refused: {} });
      const told = page.now.held;
      await queue.flush();
      expect(page.now.held).toBe(told);
      server.answer = async () => SAVED;
      await queue.flush();
      expect(page.now).toMatchObject({ waiting: 0, held: null, refused: {} });
      expect(server.got.slice(-2)).toEqual([mark("a"), mark("b")]);
    },
  );
  it("a refused mark is told by its place until a good one takes it", async () => {
    const { server, page, queue } = desk();
    server.answer = async (one) => (one.value === "99" ? no("OUT_OF_RANGE") : SAVED);
    queue.keep(mark("a", "99"));
    queue.keep(mark("b"));
    await soon();
    expect(page.now).toMatchObject({ waiting: 0, refused: { [placeOf(mark("a"))]: { message: "OUT_OF_RANGE" } } });
    queue.keep(mark("a", "20"));
    await soon();
    expect(page.now).toMatchObject({ waiting: 0, refused: {} });
  });
  it("the newest of a place goes out, also when an older one is on its way", async () => {
    const { server, page, queue } = desk();
    let go = (_: Answer) => {};
    server.answer = () => new Promise((resolve) => (go = resolve));
    queue.keep(mark("a", "1"));
    queue.keep(mark("a", "2"));
    server.answer = async () => SAVED;
    go(SAVED);
    await soon();
    expect(server.got.map(({ value }) => value)).toEqual(["1", "2"]);
    expect(page.now.waiting).toBe(0);
  });
  it("what waited before a reload is there again, is told to the page, and goes out", async () => {
    const { server, box, page, queue } = desk([mark("a"), mark("b")]);
    expect([queue.restored, page.now.waiting]).toEqual([[mark("a"), mark("b")], 2]);
    await queue.flush();
    expect([server.got, box.marks, page.now.waiting]).toEqual([[mark("a"), mark("b")], [], 0]);
  });
});
