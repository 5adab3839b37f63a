import { afterEach, describe, expect, it, vi } from "vitest";
import { connectStatement, scanAddress } from "@/lib/crypto/remote-request";
import { statementMark } from "@/lib/crypto/signer";
import { askPhone } from "./phone-desk";

const ORIGIN = "https://platform.example";
const ask = (statement: Uint8Array) =>
  askPhone({ kind: "connect", statement, context: { purpose: "connect", title: ORIGIN } });
const scanOf = (mark: string) => scanAddress("https://provider.example/scan", "id", ORIGIN, mark);

/** A platform that answers in order, and what it was asked. */
function platform(...answers: readonly object[]) {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    return Response.json(answers[asked.length - 1] ?? {});
  });
  return asked;
}
afterEach(() => {
  vi.unstubAllGlobals();
});

describe("§4.3: what the page asks of a phone", () => {
  it("is what the phone is asked: another statement's mark is found before anybody types a number", {
    timeout: 30_000,
  }, async () => {
    const own = connectStatement(ORIGIN);
    const other = connectStatement(ORIGIN);
    const asked = platform({ id: "id", page: "page", number: "42", scan: scanOf(statementMark(other)) });
    await expect(ask(own)).rejects.toMatchObject({ code: "SIGNER_REMOTE_ANSWER" });
    expect(asked).toEqual(["/api/v1/phone"]);
  });

  it("is asked one after another: there is one window to read a number in", { timeout: 30_000 }, async () => {
    const [first, second] = [connectStatement(ORIGIN), connectStatement(ORIGIN)];
    const placed = (statement: Uint8Array) => ({
      ...{ id: "id", page: "page", number: "42" },
      scan: scanOf(statementMark(statement)),
    });
    const approved = { state: "approved", result: {} };
    const asked = platform(placed(first), approved, placed(second), approved);
    await Promise.all([ask(first), ask(second)]);
    const [question, answer] = ["/api/v1/phone", "/api/v1/phone/answer"];
    expect(asked).toEqual([question, answer, question, answer]);
  });
});
