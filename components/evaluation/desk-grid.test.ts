import { expect, it } from "vitest";
import { following, moved } from "./desk-grid";

const columns = [{ key: "K7" }, { key: "M2" }];
const rows = [{ id: "plan" }, { id: "safety" }];
const at = (bid: string, row: string) => ({ bid, row });

it.each([
  ["ArrowRight", at("M2", "plan")],
  ["ArrowDown", at("K7", "safety")],
  ["ArrowLeft", null],
  ["ArrowUp", null],
  ["Enter", null],
])("%s from the first cell", (key, to) => {
  expect(moved(at("K7", "plan"), key, columns, rows)).toEqual(to);
});

it("goes on to the next bid, then to the next criterion, and from the last to the first", () => {
  expect(following(at("K7", "plan"), columns, rows)).toEqual(at("M2", "plan"));
  expect(following(at("M2", "plan"), columns, rows)).toEqual(at("K7", "safety"));
  expect(following(at("M2", "safety"), columns, rows)).toEqual(at("K7", "plan"));
});
