import { expect, it } from "vitest";
import { freeName } from "./free-name";

it.each([
  ["投标函.pdf", [], "投标函.pdf"],
  ["投标函.pdf", ["投标函.pdf"], "投标函 (2).pdf"],
  ["投标函.pdf", ["投标函.pdf", "投标函 (2).pdf"], "投标函 (3).pdf"],
  [".profile", [".profile"], ".profile (2)"],
  ["清单", ["清单"], "清单 (2)"],
])("%s beside %j", (name, taken, free) => expect(freeName(name, taken)).toBe(free));
