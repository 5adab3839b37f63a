import { describe, expect, it } from "vitest";
import {
  dependencies,
  HUB_KIND_CODES,
  HUB_MESSAGE_LIFECYCLE,
  type HubMessageFacts,
  isLate,
  releaseAfter,
  retryDelayMs,
} from "./hub-message";
import { step } from "./lifecycle";
import { Refusal } from "./refusal";

const now = new Date("2026-12-01T02:00:00Z");
const FACTS: HubMessageFacts = { at: now, releaseAfter: now, waitingFor: 0, nextAt: null };
const send = (change: Partial<HubMessageFacts> = {}) => {
  const next = step(HUB_MESSAGE_LIFECYCLE, "pending", "send", { ...FACTS, ...change });
  return next instanceof Refusal ? next.code : next;
};

describe("R-153: order and retries", () => {
  it("a record waits for those before it", () => {
    expect(dependencies(503)).toEqual([500, 501, 502]);
    expect(dependencies(500)).toEqual([]);
    for (const kind of HUB_KIND_CODES) expect(dependencies(kind)).not.toContain(kind);
    expect(send({ waitingFor: 1 })).toBe("NOT_READY");
    expect(send()).toBe("sent");
  });
  it("1, 5, 15 minutes, an hour, then hourly, for a day", () => {
    const minutes = [1, 2, 3, 4, 5, 9].map((attempt) => (retryDelayMs(attempt, 0) ?? 0) / 60_000);
    expect(minutes).toEqual([1, 5, 15, 60, 60, 60]);
    expect(retryDelayMs(27, 24 * 3_600_000 - 1)).toBe(3_600_000);
    expect(retryDelayMs(28, 24 * 3_600_000)).toBeNull();
  });
  it("an hour without acceptance is an alarm", () => {
    expect(isLate(now, new Date(now.getTime() + 3_600_000))).toBe(false);
    expect(isLate(now, new Date(now.getTime() + 3_600_001))).toBe(true);
  });
  it("a business rejection is never sent again unchanged", () => {
    expect(
      Object.entries(HUB_MESSAGE_LIFECYCLE)
        .filter(([, { from }]) => from.includes("rejected"))
        .map(([event]) => event),
    ).toEqual(["correct"]);
  });
});

describe("R-154: bidders' names leave the platform after the announcement", () => {
  const lot = { announcedAt: null, noticeSentAt: null };
  it("not before, and experts not before the result", () => {
    expect(releaseAfter(503, now, lot)).toEqual(now);
    expect([releaseAfter(507, now, lot), releaseAfter(519, now, lot), releaseAfter(508, now, lot)]).toEqual([
      null,
      null,
      null,
    ]);
    expect(releaseAfter(507, now, { ...lot, announcedAt: now })).toEqual(now);
    expect(releaseAfter(509, now, { announcedAt: now, noticeSentAt: null })).toBeNull();
    expect(send({ releaseAfter: null })).toBe("NOT_READY");
    expect(send({ releaseAfter: new Date(now.getTime() + 1) })).toBe("TOO_EARLY");
  });
});
