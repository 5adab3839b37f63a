import { describe, expect, it } from "vitest";
import { DOCUMENT_LIFECYCLE, type DocumentFacts } from "./document";
import { EXPERT_LIFECYCLE, qualificationFault } from "./expert";
import { step } from "./lifecycle";
import { LIFECYCLES, type LifecycleName } from "./lifecycles";
import { mermaid, statesOf } from "./mermaid";
import {
  divergingMedia,
  natureOf,
  NOTICE_LIFECYCLE,
  type NoticeEvent,
  type NoticeFacts,
  type NoticeState,
  noticeFaults,
} from "./notice";
import { type NoticeContent, REQUIRED_FACTS } from "./notice-content";
import { PROJECT_LIFECYCLE, type ProjectFacts, TENDER_LIFECYCLE, type TenderFacts } from "./project";
import { Refusal } from "./refusal";
import { isRuleId } from "./rules";

const NAMES = Object.keys(LIFECYCLES) as LifecycleName[];
const codeOf = (next: unknown) => (next instanceof Refusal ? next.code : next);

describe.each(NAMES)("lifecycle %s", (name) => {
  const { table, initial, zh, en } = LIFECYCLES[name];
  it("can reach every state, cites rules that exist, and has a name in both languages", () => {
    const reached = new Set<string>(initial);
    for (let before = -1; before !== reached.size; ) {
      before = reached.size;
      for (const { from, to } of Object.values(table)) if (from.some((state) => reached.has(state))) reached.add(to);
    }
    expect([...reached].sort()).toEqual([...new Set([...initial, ...statesOf(table)])].sort());
    for (const { rules, from } of Object.values(table)) {
      expect(rules.length).toBeGreaterThan(0);
      expect(from.length).toBeGreaterThan(0);
      for (const rule of rules) expect(isRuleId(rule)).toBe(true);
    }
    expect(zh && en).toBeTruthy();
  });
  it("refuses every event from every state the table does not name", () => {
    for (const [event, { from }] of Object.entries(table))
      for (const state of statesOf(table).filter((one) => !from.includes(one)))
        expect(codeOf(step(table, state, event, {} as never))).toBe("STATE_FORBIDS");
  });
  it("prints", () => {
    const text = mermaid(table, initial);
    expect(text.startsWith("stateDiagram-v2\n  [*] --> ")).toBe(true);
    for (const [event, { from, to }] of Object.entries(table))
      for (const state of from) expect(text).toContain(`  ${state} --> ${to}: ${event}`);
  });
});

const content: NoticeContent = {
  type: "tenderNotice",
  number: "ZB-1",
  title: "某某道路工程招标公告",
  originalId: null,
  tender: { code: "E5201000001000001001", name: "某某道路工程" },
  lots: [{ code: "E5201000001000001001001", name: "一标段" }],
  intro: "",
  sections: [],
  facts: Object.fromEntries(REQUIRED_FACTS.map((fact) => [fact, "有"])),
  training: false,
};

describe("R-37: what a notice states", () => {
  it("misses each required item by name", () => {
    expect(noticeFaults(content)).toEqual([]);
    for (const fact of REQUIRED_FACTS) {
      const rule = fact.startsWith("objection") ? "R-43" : "R-37";
      expect(noticeFaults({ ...content, facts: { ...content.facts, [fact]: " " } })).toEqual([{ rule, item: fact }]);
    }
  });
});

describe("R-43: the contact for objections", () => {
  it("is demanded of candidate notices too", () => {
    const candidates = {
      ...content,
      type: "candidateNotice" as const,
      facts: { publicityFrom: "x", publicityTo: "y", objectionName: "张三" },
    };
    expect(noticeFaults(candidates)).toEqual([{ rule: "R-43", item: "objectionPhone" }]);
  });
});

describe("R-44: a change names the notice it changes", () => {
  it("and is of another nature", () => {
    const ending = { ...content, type: "terminationNotice" as const };
    expect(noticeFaults(ending)).toEqual([{ rule: "R-44", item: "originalId" }]);
    expect(noticeFaults({ ...ending, originalId: "n1" })).toEqual([]);
    expect([
      natureOf("tenderNotice", 1, false),
      natureOf("tenderNotice", 2, false),
      natureOf("amendmentNotice", 1, false),
    ]).toEqual(["1", "3", "2"]);
  });
});

describe("R-33: the same text on every medium", () => {
  it("one character is enough", () =>
    expect(divergingMedia("abc", { hub: "abc", province: "abd" })).toEqual(["province"]));
});

const NOTICE: NoticeFacts = {
  faults: [],
  createdById: "p1",
  actorId: "p2",
  digest: "d1",
  seenDigest: "d1",
  mediumReached: true,
  reason: "",
};
const notice = (state: NoticeState, event: NoticeEvent, change: Partial<NoticeFacts> = {}) =>
  codeOf(step(NOTICE_LIFECYCLE, state, event, { ...NOTICE, ...change }));

describe("R-38: no notice without a second person and a signature", () => {
  it("over what stands there now", () => {
    expect(notice("reviewing", "approve")).toBe("approved");
    expect(notice("reviewing", "approve", { seenDigest: "d0" })).toBe("CONTENT_CHANGED");
    expect(notice("reviewing", "approve", { actorId: "p1" })).toBe("OWN_ENTRY");
    expect(notice("reviewing", "publish")).toBe("STATE_FORBIDS");
    expect(notice("approved", "publish")).toBe("published");
    for (const seenDigest of ["d0", null])
      expect(notice("approved", "publish", { seenDigest })).toBe("CONTENT_CHANGED");
    expect(notice("approved", "wait", { seenDigest: "d0" })).toBe("CONTENT_CHANGED");
  });
  it("goes back with a reason, before and after the approval", () => {
    for (const state of ["reviewing", "approved"] as const) {
      expect(notice(state, "return")).toBe("REASON_NEEDED");
      expect(notice(state, "return", { reason: "日期已过" })).toBe("draft");
    }
    expect(notice("published", "return", { reason: "日期已过" })).toBe("STATE_FORBIDS");
  });
  it("is whole before anybody reads it, and says which rule is not met", () => {
    const faults = [
      { rule: "R-43", item: "objectionPhone" },
      { rule: "R-37", item: "scale" },
    ] as const;
    for (const event of ["submit", "decide"] as const)
      expect(step(NOTICE_LIFECYCLE, "draft", event, { ...NOTICE, faults })).toMatchObject({
        code: "RULES_BROKEN",
        facts: { count: 2 },
        rules: ["R-43", "R-37"],
      });
  });
});

describe("R-35: platform and medium at the same time", () => {
  it("waits for a medium that does not answer", () => {
    expect(notice("approved", "publish", { mediumReached: false })).toBe("NOT_READY");
    expect(notice("approved", "wait", { mediumReached: false })).toBe("pendingSync");
    expect(notice("pendingSync", "sync", { mediumReached: false })).toBe("NOT_READY");
    expect(notice("pendingSync", "sync")).toBe("published");
    for (const event of ["submit", "return", "approve"] as const)
      expect(notice("published", event, { reason: "x" })).toBe("STATE_FORBIDS");
  });
});

describe("R-60: void documents", () => {
  const facts: DocumentFacts = {
    failures: 0,
    unexplained: 0,
    signatureValid: true,
    contentUnchanged: true,
    at: new Date(0),
    deadline: new Date(1),
    period: null,
    reason: "",
  };
  const go = (
    event: "issue" | "supersede" | "void",
    state: "draft" | "issued" | "void",
    change: Partial<DocumentFacts> = {},
  ) => codeOf(step(DOCUMENT_LIFECYCLE, state, event, { ...facts, ...change }));
  it("leave only a new tender", () => {
    expect(go("void", "issued")).toBe("REASON_NEEDED");
    expect(go("void", "issued", { reason: "资格条件违法" })).toBe("void");
    for (const event of ["issue", "supersede", "void"] as const)
      expect(go(event, "void", { reason: "x" })).toBe("STATE_FORBIDS");
  });
  it("R-61: what is issued is what was signed, before the deadline", () => {
    expect(go("issue", "draft")).toBe("issued");
    expect(go("issue", "draft", { contentUnchanged: false })).toBe("CONTENT_CHANGED");
    expect(go("issue", "draft", { at: new Date(1) })).toBe("BIDDING_CLOSED");
    expect(
      go("issue", "draft", { period: new Refusal("DEADLINE_TOO_EARLY", { earliest: "2026-12-23" }, ["R-55"]) }),
    ).toBe("DEADLINE_TOO_EARLY");
  });
});

describe("R-04: approval before a project", () => {
  const facts: ProjectFacts = {
    approval: null,
    exemption: null,
    createdById: "p1",
    actorId: "p2",
    useContract: true,
    reason: "",
    openLots: 0,
    openTenders: 0,
  };
  const go = (state: "draft" | "submitted", event: "submit" | "verify", change: Partial<ProjectFacts>) =>
    codeOf(step(PROJECT_LIFECYCLE, state, event, { ...facts, ...change }));
  it("or a declared exemption", () => {
    expect(go("draft", "submit", {})).toBe("NOT_READY");
    expect(go("draft", "submit", { approval: "黔发改〔2026〕1 号" })).toBe("submitted");
    expect(go("draft", "submit", { exemption: "自筹资金，备案制" })).toBe("submitted");
  });
  it("R-23: a contract of use first", () =>
    expect(go("draft", "submit", { approval: "x", useContract: false })).toBe("NO_USE_CONTRACT"));
  it("R-20: verified by somebody else", () =>
    expect(go("submitted", "verify", { approval: "x", actorId: "p1" })).toBe("OWN_ENTRY"));
});

describe("R-09: an agency needs its mandate", () => {
  it("before the first notice", () => {
    const facts: TenderFacts = {
      mode: null,
      mandateMissing: true,
      supervisorMissing: false,
      lots: 1,
      openLots: 0,
      reason: "",
    };
    expect(codeOf(step(TENDER_LIFECYCLE, "draft", "announce", facts))).toBe("NOT_READY");
    expect(codeOf(step(TENDER_LIFECYCLE, "draft", "announce", { ...facts, mandateMissing: false }))).toBe("running");
  });
});

describe("R-108: experts of the pool", () => {
  it("eight years and a senior title", () => {
    const since = new Date("2018-12-01T00:00:00+08:00");
    expect(qualificationFault({ since, title: "高级工程师" }, new Date("2026-11-30T23:59:59+08:00"))?.facts).toEqual({
      missing: "experience",
    });
    expect(qualificationFault({ since, title: "高级工程师" }, new Date("2026-12-01T00:00:00+08:00"))).toBeNull();
    expect(qualificationFault({ since, title: "助理工程师" }, new Date("2026-12-01T00:00:00+08:00"))?.facts).toEqual({
      missing: "title",
    });
    expect(codeOf(step(EXPERT_LIFECYCLE, "active", "pause", { reason: "" }))).toBe("REASON_NEEDED");
  });
});
