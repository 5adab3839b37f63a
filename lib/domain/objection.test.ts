import { describe, expect, it } from "vitest";
import { CHINA } from "@/lib/kernel/china-calendar";
import { step } from "./lifecycle";
import {
  initialObjectionState,
  isInTime,
  OBJECTION_LIFECYCLE,
  type ObjectionWindows,
  openObjections,
  standingFault,
} from "./objection";
import { QUESTION_LIFECYCLE, questionFault } from "./question";
import { Refusal } from "./refusal";
import { legalClock } from "./schedule";
import { mustPostponeOpening, SUSPENSION_LIFECYCLE, suspensionFault } from "./suspension";

const at = (text: string) => new Date(`${text.replace(" ", "T")}+08:00`);
const clock = legalClock({ training: false, daySeconds: 86_400 }, CHINA);
const lot: ObjectionWindows = {
  publishedAt: at("2026-11-25 09:00:00"),
  deadline: at("2026-12-21 09:30:00"),
  openingEndedAt: at("2026-12-21 11:00:00"),
  candidatesFrom: at("2026-12-25 09:00:00"),
  candidatesTo: at("2026-12-29 00:00:00"),
};
const codeOf = (next: unknown) => (next instanceof Refusal ? next.code : next);

describe("R-127: windows of objection", () => {
  it.each([
    ["document", "2026-11-25 08:59:59", false],
    ["document", "2026-12-11 23:59:59", true],
    ["document", "2026-12-12 00:00:00", false],
    ["opening", "2026-12-21 09:29:59", false],
    ["opening", "2026-12-21 10:59:59", true],
    ["opening", "2026-12-21 11:00:00", false],
    ["result", "2026-12-25 09:00:00", true],
    ["result", "2026-12-28 23:59:59", true],
    ["result", "2026-12-29 00:00:00", false],
  ] as const)("%s at %s: %s", (kind, when, expected) => {
    expect(isInTime(kind, at(when), lot, clock)).toBe(expected);
  });
  it("no window, not in time", () => {
    expect(isInTime("result", at("2026-12-28 00:00:00"), { ...lot, candidatesFrom: null }, clock)).toBe(false);
    expect(isInTime("opening", at("2026-12-22 00:00:00"), { ...lot, openingEndedAt: null }, clock)).toBe(true);
  });
});

describe("R-128: an objection in time suspends until it is answered", () => {
  it("late ones are recorded, and suspend nothing", () => {
    expect([initialObjectionState(true), initialObjectionState(false)]).toEqual(["suspending", "recorded"]);
    const open = [
      { kind: "document", state: "suspending" },
      { kind: "document", state: "recorded" },
      { kind: "opening", state: "suspending" },
      { kind: "result", state: "answered" },
    ] as const;
    expect(openObjections(open)).toMatchObject({
      code: "OBJECTION_OPEN",
      facts: { count: 1 },
      rules: ["R-128", "R-136"],
    });
    expect(openObjections(open.slice(1))).toBeNull();
  });
  it("is answered in words, and withdrawn by who raised it only", () => {
    const go = (event: "answer" | "withdraw", answer: string, byObjector: boolean) =>
      codeOf(step(OBJECTION_LIFECYCLE, "suspending", event, { answer, byObjector }));
    expect(go("answer", " ", false)).toBe("NOT_READY");
    expect(go("answer", "已核实，不成立", false)).toBe("answered");
    expect(go("withdraw", "", false)).toBe("NOT_ALLOWED");
    expect(go("withdraw", "", true)).toBe("withdrawn");
    expect(codeOf(step(OBJECTION_LIFECYCLE, "answered", "answer", { answer: "x", byObjector: false }))).toBe(
      "STATE_FORBIDS",
    );
  });
});

describe("R-130: who may object", () => {
  it("nobody anonymous; others state their interest", () => {
    expect(standingFault({ signedIn: false, isBidderOrHolder: false, interest: "x" })?.code).toBe("SIGN_IN_NEEDED");
    expect(standingFault({ signedIn: true, isBidderOrHolder: false, interest: "" })?.code).toBe("REASON_NEEDED");
    expect(standingFault({ signedIn: true, isBidderOrHolder: false, interest: "拟分包单位" })).toBeNull();
    expect(standingFault({ signedIn: true, isBidderOrHolder: true, interest: "" })).toBeNull();
  });
});

describe("R-134: a suspended lot stands still", () => {
  it("two causes: the second keeps holding", () => {
    const go = (event: "suspend" | "resume", openCauses: number, reason = "监督指令") =>
      codeOf(step(SUSPENSION_LIFECYCLE, "suspended", event, { reason, openCauses }));
    expect(go("resume", 1)).toBe("SUSPENDED");
    expect(go("resume", 0)).toBe("normal");
    expect(go("suspend", 1)).toBe("suspended");
    expect(go("suspend", 1, " ")).toBe("REASON_NEEDED");
  });
  it("bidders may still submit and withdraw, nothing leads forward", () => {
    expect(suspensionFault(at("2026-12-01 00:00:00"), "bid.submit")).toBeNull();
    expect(suspensionFault(at("2026-12-01 00:00:00"), "award.fix")?.code).toBe("SUSPENDED");
    expect(suspensionFault(null, "award.fix")).toBeNull();
  });
  it("at the deadline the opening is postponed", () => {
    const suspended = { suspendedAt: at("2026-12-20 00:00:00"), deadline: lot.deadline };
    expect(mustPostponeOpening(suspended, at("2026-12-21 09:30:00"))).toBe(true);
    expect(mustPostponeOpening(suspended, at("2026-12-21 09:29:59"))).toBe(false);
    expect(mustPostponeOpening({ ...suspended, suspendedAt: null }, at("2026-12-22 09:30:00"))).toBe(false);
  });
});

describe("R-57: answers do not reveal the asker", () => {
  const answer = (text: string) =>
    codeOf(
      step(QUESTION_LIFECYCLE, "asked", "answer", {
        answer: text,
        secrets: ["黔中路桥工程有限公司", "91520000MA6D00001A"],
      }),
    );
  it("neither by name nor by code", () => {
    expect(answer("请黔中路桥工程有限公司按图施工")).toBe("NOT_READY");
    expect(answer("工期自开工令起算")).toBe("answered");
    expect(answer("")).toBe("NOT_READY");
  });
  it("questions have an end", () => {
    expect(questionFault(at("2026-12-11 23:59:59"), at("2026-12-12 00:00:00"))).toBeNull();
    expect(questionFault(at("2026-12-12 00:00:00"), at("2026-12-12 00:00:00"))?.code).toBe("TOO_LATE");
  });
});
