import { describe, expect, it } from "vitest";
import { CHINA } from "@/lib/kernel/china-calendar";
import {
  AWARD_LIFECYCLE,
  type AwardEvent,
  type AwardFacts,
  type AwardState,
  awardStateOf,
  type ChoiceFacts,
  choiceFault,
  missingCandidateItems,
  publicityEnd,
  recheckOutcome,
} from "./award";
import { step } from "./lifecycle";
import { Refusal } from "./refusal";
import { legalClock } from "./schedule";

const at = (text: string) => new Date(`${text.replace(" ", "T")}+08:00`);
const codeOf = (next: unknown) => (next instanceof Refusal ? next.code : next);

const CHOICE: ChoiceFacts = {
  candidates: [
    { rank: 1, digest: "a" },
    { rank: 2, digest: "b" },
    { rank: 3, digest: "c" },
  ],
  digest: "a",
  stateDominant: true,
  statutory: true,
  grounds: {},
};

describe("R-140: the first-ranked wins", () => {
  it.each<[string, Partial<ChoiceFacts>, string | undefined]>([
    ["the first", {}, undefined],
    ["the second without a ground", { digest: "b" }, "GROUND_NEEDED"],
    [
      "the second on a ground nobody knows",
      { digest: "b", grounds: { a: { ground: "cheaper", reason: "更便宜" } } },
      "GROUND_NEEDED",
    ],
    [
      "the second on a lawful ground without facts",
      { digest: "b", grounds: { a: { ground: "gaveUp", reason: " " } } },
      "REASON_NEEDED",
    ],
    [
      "the second on a lawful ground",
      { digest: "b", grounds: { a: { ground: "gaveUp", reason: "来函放弃" } } },
      undefined,
    ],
    [
      "the third where only the first fell away",
      { digest: "c", grounds: { a: { ground: "gaveUp", reason: "来函放弃" } } },
      "GROUND_NEEDED",
    ],
    [
      "another choice elsewhere, with a reason",
      { digest: "b", stateDominant: false, grounds: { a: { ground: "", reason: "交货更快" } } },
      undefined,
    ],
    ["another choice elsewhere, without", { digest: "b", stateDominant: false }, "REASON_NEEDED"],
  ])("%s", (_name, change, code) => expect(choiceFault({ ...CHOICE, ...change })?.code).toBe(code));
});

describe("R-141: only a candidate", () => {
  it("nobody else", () =>
    expect(choiceFault({ ...CHOICE, digest: "x" })).toMatchObject({ code: "NOT_A_CANDIDATE", rules: ["R-141"] }));
});

const AWARD: AwardFacts = {
  at: at("2026-12-01 00:00:00"),
  suspended: false,
  unchecked: 0,
  candidates: 3,
  incomplete: 0,
  publicityEndsAt: at("2026-12-01 00:00:00"),
  objections: null,
  choice: null,
  rechecks: 0,
  letters: 4,
  bidders: 4,
  ground: "",
  reason: "",
};
const go = (state: AwardState, event: AwardEvent, change: Partial<AwardFacts> = {}) =>
  codeOf(step(AWARD_LIFECYCLE, state, event, { ...AWARD, ...change }));

describe("R-143: what the committee says of a candidate", () => {
  it.each([
    [2, 2, 5, null],
    [3, 0, 5, "confirmed"],
    [0, 3, 5, "unfit"],
    [2, 3, 5, "unfit"],
    [2, 2, 4, "unfit"],
    [0, 0, 5, null],
  ] as const)("%d for it, %d against, of %d: %s", (fit, unfit, members, outcome) =>
    expect(recheckOutcome(fit, unfit, members)).toBe(outcome),
  );
  it("before it neither award nor letters", () => {
    expect(go("publicity", "fix", { rechecks: 1 })).toBe("NOT_READY");
    expect(go("winnerFixed", "sendLetters", { rechecks: 1 })).toBe("NOT_READY");
    const choice = new Refusal("NOT_A_CANDIDATE", {}, ["R-143"]);
    expect(go("winnerFixed", "sendLetters", { choice })).toBe("NOT_A_CANDIDATE");
  });
});

describe("R-137: no award before the publicity is over", () => {
  it("to the second", () => {
    expect(go("publicity", "fix", { at: at("2026-11-30 23:59:59") })).toBe("TOO_EARLY");
    expect(go("publicity", "fix")).toBe("winnerFixed");
    expect(go("publicity", "fix", { publicityEndsAt: null })).toBe("NOT_READY");
  });
  it("and not before the last answer", () => {
    const clock = legalClock({ training: false, daySeconds: 86_400 }, CHINA);
    const from = at("2026-11-24 09:00:00");
    expect(publicityEnd(from, null, clock)).toEqual(at("2026-11-28 00:00:00"));
    expect(publicityEnd(from, at("2026-11-26 09:00:00"), clock)).toEqual(at("2026-11-28 00:00:00"));
    expect(publicityEnd(from, at("2026-11-30 15:00:00"), clock)).toEqual(at("2026-11-30 15:00:00"));
  });
});

describe("R-136: open objections hold the award", () => {
  it("even after the publicity", () => {
    expect(go("publicity", "fix", { objections: new Refusal("OBJECTION_OPEN", { count: 1 }, ["R-128"]) })).toBe(
      "OBJECTION_OPEN",
    );
    expect(go("publicity", "fix", { suspended: true })).toBe("SUSPENDED");
  });
});

describe("R-126: the checklist comes first", () => {
  it("every item", () => {
    expect(go("verifying", "publish", { unchecked: 1 })).toBe("NOT_READY");
    expect(go("verifying", "publish")).toBe("publicity");
  });
});

describe("R-138: what is published of a candidate", () => {
  const entry = {
    name: "甲",
    price: "1",
    quality: "合格",
    duration: "180",
    evaluation: "第一",
    manager: "张三",
    managerCertificate: "",
    qualification: "满足",
  };
  it("the manager's certificate where one is asked for", () => {
    expect(missingCandidateItems(entry, true)).toEqual(["managerCertificate"]);
    expect(missingCandidateItems(entry, false)).toEqual([]);
    expect(go("verifying", "publish", { incomplete: 1 })).toBe("NOT_READY");
  });
});

describe("R-144: letters to everybody at the same time", () => {
  it("one missing sends none", () => {
    expect(go("winnerFixed", "sendLetters", { letters: 3 })).toBe("NOT_READY");
    expect(go("winnerFixed", "sendLetters")).toBe("lettersSent");
  });
});

describe("the state of an award is read from instants", () => {
  const none = {
    reportSubmittedAt: null,
    candidatesFrom: null,
    winnerFixedAt: null,
    noticeSentAt: null,
    contractSignedAt: null,
    failedAt: null,
    terminatedAt: null,
  };
  const now = at("2026-12-01 00:00:00");
  it("in the order of acts", () => {
    expect(awardStateOf(none)).toBeNull();
    expect(awardStateOf({ ...none, reportSubmittedAt: now })).toBe("verifying");
    expect(awardStateOf({ ...none, reportSubmittedAt: now, candidatesFrom: now })).toBe("publicity");
    expect(awardStateOf({ ...none, reportSubmittedAt: now, candidatesFrom: now }, true)).toBe("deciding");
    expect(awardStateOf({ ...none, reportSubmittedAt: now, winnerFixedAt: now })).toBe("winnerFixed");
    expect(awardStateOf({ ...none, reportSubmittedAt: now, noticeSentAt: now })).toBe("lettersSent");
    expect(awardStateOf({ ...none, reportSubmittedAt: now, contractSignedAt: now })).toBe("signed");
    for (const end of ["failedAt", "terminatedAt"])
      expect(awardStateOf({ ...none, reportSubmittedAt: now, [end]: now })).toBeNull();
  });
});
