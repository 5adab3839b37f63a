import { describe, expect, it } from "vitest";
import { archiveOf } from "./archive";
import { clockStatement } from "./clock-statement";
import { statementHash } from "./statements";
import type { LogPolicy } from "./tlog-proof";
import { newBook } from "./verify-book";
import { verifyGrounds } from "./verify-grounds";
import type { Proved } from "./verify-log";
import type { TenderPapers } from "./verify-tender";

const DEADLINE = "2026-08-12T01:30:00Z";
const said = (at: string, state: "stopped" | "resumed" = "stopped") => {
  const off = state === "stopped" ? 2_000 : 0;
  return clockStatement({ at: new Date(at), low: off, high: off + 10, sources: ["ntp.test"], state });
};
const stopped = said("2026-08-12T01:00:00Z");
const hash = statementHash(stopped);
const member = (bytes: Uint8Array) => ({ [`tender/clocks/${statementHash(bytes).slice(0, 16)}.json`]: bytes });

type Case = { x?: unknown; first?: unknown; members?: Record<string, Uint8Array>; logged?: number };

async function judged({ x = { extended_for: [hash] }, first, members = member(stopped), logged = 5 }: Case) {
  const record = (deadline: string, own: unknown) => ({ deadline, ...(own === undefined ? {} : { x: own }) });
  const records = [
    { record: record(DEADLINE, first), index: 3 },
    { record: record("2026-08-12T02:30:00Z", x), index: 9 },
  ] as unknown as TenderPapers["records"];
  const events = [{ index: logged, event: { hash, kind: "clock" } }] as unknown as Proved[];
  const book = newBook();
  const papers = { policy: null, policyHash: null, records };
  await verifyGrounds(book, archiveOf(members), papers, events, { witnesses: [] } as unknown as LogPolicy);
  return book.findings.map(({ state, reason }) => (reason ? `${state} ${reason}` : state));
}

describe("protocol §5.5: what a deadline was extended for", () => {
  it("is what the record names, logged before it, begun before the deadline it moves", async () => {
    expect(await judged({})).toEqual(["ok"]);
    const resumed = said("2026-08-12T01:10:00Z", "resumed");
    expect(await judged({ members: { ...member(stopped), ...member(resumed) } })).toEqual(["ok"]);
    expect(await judged({ members: {} })).toEqual(["missing"]);
    expect(await judged({ logged: 10 })).toEqual(["false order"]);
    const late = said(DEADLINE);
    expect(await judged({ x: { extended_for: [statementHash(late)] }, members: member(late) })).toEqual([
      "false order",
    ]);
    expect(await judged({ first: { extended_for: [hash] }, x: {} })).toEqual(["false order"]);
  });

  it("is nothing else: neither another outage nor the end of an earlier one", async () => {
    const other = member(said("2026-08-11T01:00:00Z"));
    expect(await judged({ members: { ...member(stopped), ...other } })).toEqual(["false archive"]);
    const earlier = member(said("2026-08-12T00:50:00Z", "resumed"));
    expect(await judged({ members: { ...member(stopped), ...earlier } })).toEqual(["false archive"]);
    expect(await judged({ members: { ...member(stopped), "tender/clocks/readme.txt": stopped } })).toEqual([
      "false archive",
    ]);
  });

  it("a record that names it in no readable form is false, and ends nothing; one of before names nothing", async () => {
    for (const x of [{ extended_for: "all" }, { extended_for: [] }, { extended_for: ["0"] }, { extended_for: null }])
      expect(await judged({ x })).toEqual(["false shape"]);
    expect(await judged({ x: {} })).toEqual(["none"]);
    expect(await judged({ x: { other: 1 }, members: {} })).toEqual([]);
  });
});
