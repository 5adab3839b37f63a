import { expect, it } from "vitest";
import { byteRange, streamOf } from "./byte-range";

it.each([
  [null, "whole"],
  ["bytes=0-99", { from: 0, to: 100 }],
  ["bytes=65536-", { from: 65_536, to: null }],
  ["bytes=5-4", "unsatisfiable"],
  ["bytes=0-1,4-5", "whole"],
  ["bytes=-500", "whole"],
  ["items=0-1", "whole"],
])("%s", (header, expected) => {
  expect(byteRange(header)).toEqual(expected);
});

it("ends its source when the reader goes away", async () => {
  let ended = false;
  async function* source() {
    try {
      for (;;) yield new Uint8Array(10);
    } finally {
      ended = true;
    }
  }
  const reader = streamOf(source()).getReader();
  await reader.read();
  await reader.cancel();
  expect(ended).toBe(true);
});
