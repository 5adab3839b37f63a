import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { step } from "./lifecycle";
import {
  causeFault,
  fateOf,
  OPENING_LIFECYCLE,
  type OpeningEvent,
  type OpeningFacts,
  type OpeningState,
  openingStateOf,
  releaseLimit,
} from "./opening";
import { Refusal } from "./refusal";

const deadline = new Date("2026-12-01T01:30:00Z");
const later = (minutes: number) => new Date(deadline.getTime() + minutes * 60_000);
const FACTS: OpeningFacts = {
  at: deadline,
  deadline,
  windowEndsAt: later(60),
  remedyEndsAt: later(90),
  suspended: false,
  bidders: 4,
  sealsChecked: 4,
  released: 3,
  incidentOpen: false,
  sharesComplete: true,
  opened: 3,
  revoked: 1,
  lapsed: 0,
  failBelow: 0,
  drawsMissing: 0,
  objectionsOpen: 0,
  causesMissing: 0,
};
const go = (state: OpeningState, event: OpeningEvent, change: Partial<OpeningFacts> = {}) => {
  const next = step(OPENING_LIFECYCLE, state, event, { ...FACTS, ...change });
  return next instanceof Refusal ? next.code : next;
};

describe("R-94: the opening begins at the deadline", () => {
  it.each([
    [-1, "BIDDING_STILL_OPEN"],
    [0, "window"],
    [1, "window"],
  ])("%d ms after it: %s", (ms, expected) => {
    expect(go("scheduled", "close", { at: new Date(deadline.getTime() + ms) })).toBe(expected);
  });
  it("not while the lot is suspended", () => expect(go("scheduled", "close", { suspended: true })).toBe("SUSPENDED"));
});

describe("R-95: fewer than three bidders", () => {
  it("for any number, the lot is either opened or failed, never both, never neither", () => {
    fc.assert(
      fc.property(fc.nat(20), (bidders) => {
        const opens = go("scheduled", "close", { bidders, sealsChecked: bidders }) === "window";
        const fails = go("scheduled", "failTooFew", { bidders, sealsChecked: bidders }) === "failed";
        expect(opens).toBe(bidders >= 3);
        expect(fails).toBe(!opens);
      }),
    );
  });
});

describe("R-165: seals before decryption", () => {
  it("every bid has a result first", () => expect(go("scheduled", "close", { sealsChecked: 3 })).toBe("NOT_READY"));
});

describe("R-96, R-99: window and remedial window", () => {
  it("are over by time, or when all have decrypted", () => {
    expect(go("window", "endWindow", { at: later(59) })).toBe("TOO_EARLY");
    expect(go("window", "endWindow", { at: later(60) })).toBe("remedy");
    expect(go("remedy", "freeze", { at: later(89) })).toBe("TOO_EARLY");
    expect(go("remedy", "freeze", { at: later(90) })).toBe("frozen");
    expect(go("window", "freeze", { at: later(5), released: 4 })).toBe("frozen");
  });
  it("can be extended only while something can still be added", () => {
    expect(go("remedy", "extendWindow", { at: later(89) })).toBe("window");
    expect(go("remedy", "extendWindow", { at: later(90) })).toBe("TOO_LATE");
    expect(go("frozen", "extendWindow", { at: later(80) })).toBe("STATE_FORBIDS");
  });
});

describe("R-97: nothing is announced before the freeze and the shares", () => {
  it("from no other state", () => {
    for (const state of ["scheduled", "window", "remedy"] as const) expect(go(state, "announce")).toBe("STATE_FORBIDS");
    expect(go("frozen", "announce", { sharesComplete: false })).toBe("NOT_READY");
    expect(go("frozen", "announce")).toBe("announced");
  });
});

describe("R-98: bids not decrypted", () => {
  it("no freeze and no bidder's cause while our incident is open", () => {
    expect(go("remedy", "freeze", { at: later(90), incidentOpen: true })).toBe("NOT_READY");
    expect(causeFault("bidder", "三次口令错误", true)?.code).toBe("NOT_READY");
    expect(causeFault("other", "密钥服务中断", true)).toBeNull();
    expect(causeFault("bidder", "", false)?.code).toBe("REASON_NEEDED");
    expect([fateOf("bidder"), fateOf("other")]).toEqual(["revoked", "lapsed"]);
  });
});

describe("R-100: what came in is accounted for", () => {
  it("opened, revoked and lapsed add up to what was received", () => {
    expect(go("announced", "end")).toBe("ended");
    expect(go("announced", "end", { revoked: 0 })).toBe("NOT_READY");
    expect(go("announced", "end", { causesMissing: 1 })).toBe("NOT_READY");
  });
});

describe("R-101: objections are answered on the spot", () => {
  it("an open one keeps the session open", () =>
    expect(go("announced", "end", { objectionsOpen: 1 })).toBe("OBJECTION_OPEN"));
});

describe("R-104: fewer than three opened", () => {
  it("follows the documents", () => {
    const two = { opened: 2, revoked: 2 };
    expect(go("announced", "end", { ...two, failBelow: 0 })).toBe("ended");
    expect(go("announced", "failOpened", { ...two, failBelow: 0 })).toBe("NOT_READY");
    expect(go("announced", "end", { ...two, failBelow: 3 })).toBe("NOT_READY");
    expect(go("announced", "failOpened", { ...two, failBelow: 3 })).toBe("failed");
  });
});

describe("R-106: draws before the end", () => {
  it("are in the session, after the announcement", () => {
    expect(go("frozen", "draw")).toBe("STATE_FORBIDS");
    expect(go("announced", "end", { drawsMissing: 1 })).toBe("NOT_READY");
  });
});

describe("the state is read from instants", () => {
  const lot = {
    closedAt: null,
    windowEndsAt: null,
    frozenAt: null,
    announcedAt: null,
    openingEndedAt: null,
    failedAt: null,
  };
  it("follows the acts", () => {
    const closed = { ...lot, closedAt: deadline, windowEndsAt: later(60) };
    expect(openingStateOf(lot, later(1))).toBe("scheduled");
    expect(openingStateOf(closed, later(59))).toBe("window");
    expect(openingStateOf(closed, later(60))).toBe("remedy");
    expect(openingStateOf({ ...closed, frozenAt: later(90) }, later(91))).toBe("frozen");
    expect(openingStateOf({ ...closed, frozenAt: later(90), announcedAt: later(91) }, later(92))).toBe("announced");
    expect(openingStateOf({ ...closed, announcedAt: later(91), openingEndedAt: later(99) }, later(100))).toBe("ended");
    expect(openingStateOf({ ...closed, failedAt: later(1) }, later(100))).toBe("failed");
  });
});

describe("R-96, R-99: until when a bid may be released", () => {
  const lot = {
    closedAt: deadline,
    windowEndsAt: later(60),
    remedyEndsAt: later(90),
    frozenAt: null,
    announcedAt: null,
    openingEndedAt: null,
    failedAt: null,
  };
  it("is the window's end while it runs, then that of the remedial window", () => {
    expect(releaseLimit(lot, later(59))).toEqual({ what: "window", at: later(60) });
    expect(releaseLimit(lot, later(60))).toEqual({ what: "remedy", at: later(90) });
  });
  it.each([
    ["before the closing", { closedAt: null, windowEndsAt: null, remedyEndsAt: null }],
    ["after the freeze", { frozenAt: later(5) }],
    ["of a failed lot", { failedAt: later(5) }],
  ])("there is none %s", (_, change) => expect(releaseLimit({ ...lot, ...change }, later(10))).toBeNull());
});
