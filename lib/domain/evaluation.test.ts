import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as committee from "./committee";
import {
  EVALUATION_LIFECYCLE,
  type EvaluationEvent,
  type EvaluationFacts,
  type EvaluationState,
  missingReportItems,
  REPORT_ITEMS,
  type RejectionFacts,
  rejectionFault,
  type SignatureState,
} from "./evaluation";
import { step } from "./lifecycle";
import { Refusal } from "./refusal";

const kinds = (experts: number, representatives: number): committee.MemberKind[] => [
  ...Array.from({ length: experts }, () => "expert" as const),
  ...Array.from({ length: representatives }, () => "representative" as const),
];

describe("R-107: composition of the committee", () => {
  it.each([
    [4, 1, false, true],
    [3, 2, false, false],
    [5, 0, false, true],
    [4, 2, false, false],
    [3, 0, false, false],
    [5, 2, false, true],
    [4, 3, false, false],
    [6, 3, false, true],
    [5, 0, true, false],
    [5, 2, true, true],
  ])("%d experts, %d representatives, water %s: %s", (experts, representatives, water, ok) => {
    expect(committee.compositionFault(kinds(experts, representatives), water) === null).toBe(ok);
  });

  it("two thirds, rounded up", () => {
    expect([5, 7, 9, 11].map((size) => committee.minExperts(size))).toEqual([4, 5, 6, 8]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 15 }), (experts, representatives) => {
        const size = experts + representatives;
        const lawful = size >= 5 && size % 2 === 1 && experts * 3 >= size * 2;
        expect(committee.compositionFault(kinds(experts, representatives), false) === null).toBe(lawful);
      }),
    );
  });
});

describe("R-109: who is kept out", () => {
  const facts: committee.RecusalFacts = {
    kind: "expert",
    employers: ["E1"],
    bidders: ["B1", "B2"],
    tenderee: "T",
    agency: "A",
    authorities: ["S"],
    declared: false,
  };
  it.each<[string, Partial<committee.RecusalFacts>, string | null]>([
    ["nothing in the way", {}, null],
    ["employer of a bidder", { employers: ["X", "B2"] }, "1"],
    ["drawn as expert, employed by the tenderee", { employers: ["T"] }, "2"],
    ["the tenderee's own representative", { employers: ["T"], kind: "representative" }, null],
    ["supervisor's staff", { employers: ["S"] }, "3"],
    ["the agency's staff", { employers: ["A"] }, "4"],
    ["own declaration", { declared: true }, "9"],
  ])("%s", (_name, change, expected) => {
    expect(committee.recusalReason({ ...facts, ...change })).toBe(expected);
  });
});

describe("R-108: who may be drawn", () => {
  it("by specialty, active, in a fixed order", () => {
    const one = (id: string, specialties: string[], state: committee.ExpertForDraw["state"] = "active") => ({
      id,
      specialties,
      regionCode: "520100",
      state,
    });
    const pool = [
      one("c", ["A01"]),
      one("a", ["A01"]),
      one("b", ["A02"]),
      one("d", ["A01"], "paused"),
      one("e", ["A01"]),
    ];
    expect(committee.eligible(pool, "A01", new Set(["e"])).map(({ id }) => id)).toEqual(["a", "c"]);
  });
  it("direct choice needs a special project and a ground", () => {
    expect(committee.directChoiceFault(false, "专业性强")?.code).toBe("NOT_READY");
    expect(committee.directChoiceFault(true, " ")?.code).toBe("GROUND_NEEDED");
    expect(committee.directChoiceFault(true, "专业性强")).toBeNull();
  });
});

describe("R-110: replacement", () => {
  const facts = { cause: "absence", reason: "突发疾病住院", reportSubmitted: false };
  const replace = (change: Partial<committee.MemberFacts>) => {
    const next = step(committee.MEMBER_LIFECYCLE, "accepted", "replace", { ...facts, ...change });
    return next instanceof Refusal ? next.code : next;
  };
  it("for lawful cause, with a reason, before the report", () => {
    expect(replace({})).toBe("replaced");
    expect(replace({ cause: "" })).toBe("GROUND_NEEDED");
    expect(replace({ reason: "" })).toBe("REASON_NEEDED");
    expect(replace({ reportSubmitted: true })).toBe("STATE_FORBIDS");
    expect((["invited", "accepted", "replaced", "recused"] as const).map(committee.counts)).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });
});

describe("V 9: the chair", () => {
  const votes = (...forIds: (string | null)[]) =>
    forIds.map((voteForId, index) => ({ memberId: `m${index}`, voteForId }));
  it("is who has most votes once all have voted", () => {
    expect(committee.electedChair(votes("a", "a", "b", "a", "c"))).toBe("a");
    expect(committee.electedChair(votes("a", "a", "b", "b", "c"))).toBeNull();
    expect(committee.electedChair(votes("a", "a", "a", null, "a"))).toBeNull();
    expect(committee.electedChair([])).toBeNull();
  });
});

describe("R-114: time is short", () => {
  it.each([
    [2, 5, true],
    [1, 5, false],
    [2, 6, false],
    [3, 7, true],
  ])("%d of %d: %s", (asking, members, expected) => expect(committee.timeIsShort(asking, members)).toBe(expected));

  it.each([
    ["before the end: from the end", "2026-11-20T08:00:00Z", 8, "2026-11-20T14:00:00.000Z"],
    ["after it: from now", "2026-11-20T11:00:00Z", 8, "2026-11-20T15:00:00.000Z"],
    ["an hour at least", "2026-11-20T08:00:00Z", 1, "2026-11-20T11:00:00.000Z"],
  ])("prolonged %s", (_, now, hours, until) => {
    const end = committee.prolongedEnd(new Date("2026-11-20T10:00:00Z"), new Date(now), hours);
    expect(end.toISOString()).toBe(until);
  });
});

const FACTS: EvaluationFacts = {
  twoEnvelopes: false,
  pricesOpened: false,
  pricesReviewed: false,
  announced: true,
  suspended: false,
  composition: null,
  members: 5,
  checkedIn: 5,
  declared: 5,
  toReplace: 0,
  chairElected: true,
  reviewed: 5,
  undecided: 0,
  openClarifications: 0,
  validBids: 4,
  competition: null,
  argument: "",
  scored: 5,
  missingDraws: 0,
  unresolvedTies: 0,
  candidates: 3,
  signatures: ["signed", "signed", "signed", "dissented", "refused"],
  reason: "",
};
const go = (state: EvaluationState, event: EvaluationEvent, change: Partial<EvaluationFacts> = {}) => {
  const next = step(EVALUATION_LIFECYCLE, state, event, { ...FACTS, ...change });
  return next instanceof Refusal ? next.code : next;
};

describe("the course of an evaluation", () => {
  it("runs from forming to submitted", () => {
    const events = [
      "compose",
      "signIn",
      "declare",
      "elect",
      "review",
      "detail",
      "score",
      "price",
      "rank",
      "report",
      "submit",
    ] as const;
    expect(events.reduce<EvaluationState>((state, event) => go(state, event) as EvaluationState, "forming")).toBe(
      "submitted",
    );
  });
  it.each<[string, EvaluationState, EvaluationEvent, Partial<EvaluationFacts>]>([
    ["R-112 somebody is absent", "signIn", "declare", { checkedIn: 4 }],
    ["R-109 somebody has not declared", "declaring", "elect", { declared: 4 }],
    ["R-109 somebody is to be replaced", "declaring", "elect", { toReplace: 1 }],
    ["no chair", "chair", "review", { chairElected: false }],
    ["R-115 an answer is awaited", "preliminary", "detail", { openClarifications: 1 }],
    ["R-113 marks are missing", "scoring", "price", { scored: 4 }],
    ["R-106 K is not drawn", "scoring", "price", { missingDraws: 1 }],
    ["a tie is open", "pricing", "rank", { unresolvedTies: 1 }],
  ])("waits: %s", (_name, state, event, change) => expect(go(state, event, change)).toBe("NOT_READY"));

  it("stands still while suspended, whatever the step", () => {
    for (const [event, { from }] of Object.entries(EVALUATION_LIFECYCLE))
      if (!["compose", "reform", "recheck", "stop"].includes(event))
        expect(go(from[0]!, event as EvaluationEvent, { suspended: true })).toBe("SUSPENDED");
  });
});

describe("R-110: replacement", () => {
  it.each(["preliminary", "competition", "scoring", "pricing", "ranking", "reporting", "rechecking"] as const)(
    "in %s forms the committee anew, because somebody left and for no other reason",
    (state) => {
      expect(go(state, "reform", { toReplace: 1 })).toBe("forming");
      expect(go(state, "reform", { toReplace: 0 })).toBe("NOT_READY");
    },
  );

  it("is over with the submission of the report", () => {
    expect(go("submitted", "reform", { toReplace: 1 })).toBe("STATE_FORBIDS");
  });
});

describe("R-120: fewer than three valid bids (EV-12)", () => {
  it("the committee must argue, either way", () => {
    expect(go("preliminary", "detail", { validBids: 2 })).toBe("NOT_READY");
    expect(go("preliminary", "findTooFew", { validBids: 3 })).toBe("NOT_READY");
    expect(go("preliminary", "findTooFew", { validBids: 2 })).toBe("competition");
    expect(go("competition", "goOn", { validBids: 2, competition: "sufficient" })).toBe("REASON_NEEDED");
    expect(go("competition", "goOn", { validBids: 2, competition: "sufficient", argument: "两家报价均低于限价" })).toBe(
      "detailed",
    );
    expect(go("competition", "rejectAll", { validBids: 2, competition: "sufficient", argument: "…" })).toBe(
      "NOT_READY",
    );
    expect(go("competition", "rejectAll", { validBids: 2, competition: "lacking", argument: "明显缺乏竞争" })).toBe(
      "reporting",
    );
  });
  it("nothing valid can only be rejected", () => {
    expect(go("competition", "goOn", { validBids: 0, competition: "sufficient", argument: "…" })).toBe("NOT_READY");
    expect(go("competition", "rejectAll", { validBids: 0, argument: "全部否决" })).toBe("reporting");
  });
});

describe("R-122: a flawed document stops the evaluation", () => {
  it("with the reason", () => {
    expect(go("detailed", "stop")).toBe("REASON_NEEDED");
    expect(go("detailed", "stop", { reason: "评分标准前后矛盾" })).toBe("stopped");
  });
});

describe("R-123: the report", () => {
  it("has at most three candidates", () => expect(go("ranking", "report", { candidates: 4 })).toBe("OUT_OF_RANGE"));
  it("waits for every member", () => {
    const signatures: SignatureState[] = ["signed", "signed", "signed", "signed", "pending"];
    expect(go("reporting", "submit", { signatures })).toBe("NOT_READY");
    expect(go("reporting", "submit", { signatures: signatures.slice(0, 4) })).toBe("NOT_READY");
  });
});

describe("R-124: ten items", () => {
  it("none may lack", () => {
    const content = Object.fromEntries(REPORT_ITEMS.map((item) => [item, "无"]));
    expect(REPORT_ITEMS).toHaveLength(10);
    expect(missingReportItems(content)).toEqual([]);
    expect(missingReportItems({ ...content, clarifications: undefined })).toEqual(["clarifications"]);
  });
});

describe("R-118: grounds of rejection", () => {
  const facts: RejectionFacts = {
    ground: "aboveCeiling",
    facts: "报价 101 万元，限价 100 万元",
    documentGround: null,
    documentGrounds: ["未按要求提供样品"],
    votesFor: 3,
    members: 5,
    inquiryClosed: false,
  };
  it.each<[string, Partial<RejectionFacts>, string | undefined]>([
    ["a statutory ground with facts and a majority", {}, undefined],
    ["a ground nobody listed", { ground: "看着不像" }, "GROUND_NEEDED"],
    ["a ground of the documents", { ground: "document", documentGround: "未按要求提供样品" }, undefined],
    ["a ground the documents do not have", { ground: "document", documentGround: "装订不整齐" }, "GROUND_NEEDED"],
    ["no facts", { facts: " " }, "REASON_NEEDED"],
    ["no majority", { votesFor: 2 }, "NOT_READY"],
  ])("%s", (_name, change, code) => expect(rejectionFault({ ...facts, ...change })?.code).toBe(code));

  describe("R-117: below cost", () => {
    it("only after a written inquiry", () => {
      expect(rejectionFault({ ...facts, ground: "belowCost" })?.code).toBe("INQUIRY_NEEDED");
      expect(rejectionFault({ ...facts, ground: "belowCost", inquiryClosed: true })).toBeNull();
    });
  });
});
