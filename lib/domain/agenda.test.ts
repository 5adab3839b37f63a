import { describe, expect, it } from "vitest";
import { agendaGroup } from "./agenda";

const at = (text: string) => new Date(`${text}+08:00`);
const now = at("2026-12-01T09:38:12"); // a Tuesday

describe("ux 7.3: groups of to-dos", () => {
  it.each([
    ["the very instant", "2026-12-01T09:38:12", "overdue"],
    ["a second later", "2026-12-01T09:38:13", "today"],
    ["today 24:00", "2026-12-02T00:00:00", "today"],
    ["a second into tomorrow", "2026-12-02T00:00:01", "week"],
    ["Sunday 24:00", "2026-12-07T00:00:00", "week"],
    ["Monday", "2026-12-07T00:00:01", "later"],
  ])("%s", (_when, due, group) => {
    expect(agendaGroup(at(due), now)).toBe(group);
  });

  it("on a Sunday the week is over tonight", () => {
    const sunday = at("2026-12-06T08:00:00");
    expect(agendaGroup(at("2026-12-07T10:00:00"), sunday)).toBe("later");
    expect(agendaGroup(at("2026-12-06T23:00:00"), sunday)).toBe("today");
  });

  it("without a time limit it is for later", () => {
    expect(agendaGroup(null, now)).toBe("later");
  });
});
