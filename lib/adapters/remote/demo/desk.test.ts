import { describe, expect, it } from "vitest";
import { encodeBase64 } from "@/lib/crypto/binding";
import { connectStatement } from "@/lib/crypto/remote-request";
import type { Signer, SignerCertificate } from "@/lib/crypto/signer";
import { type Order, remoteDesk } from "./desk";
import type { Phone } from "./phones";

const ORIGIN = "https://platform.example";
const connect = (change: Partial<Order> = {}): Order => ({
  id: "a".repeat(43),
  kind: "connect",
  statement: encodeBase64(connectStatement(ORIGIN)),
  purpose: "connect",
  title: ORIGIN,
  tender: null,
  origin: ORIGIN,
  number: "42",
  certificate: null,
  phone: null,
  seconds: 120,
  ...change,
});

/** A phone whose key takes as long as the test says. */
function slowPhone(list: () => Promise<readonly SignerCertificate[]>): Phone {
  const never = () => Promise.reject(new Error("not asked for"));
  const signer: Signer = { kind: "software", list, sign: never, unwrap: never, close: async () => {} };
  return { id: "p", name: "手机", signer };
}

describe("a request at the provider of certificates on phones", () => {
  it("still waits, for the platform too, until the key has done it, and is answered once", async () => {
    let now = 0;
    let done = (_: readonly SignerCertificate[]) => {};
    const phone = slowPhone(
      () =>
        new Promise((resolve) => {
          done = resolve;
        }),
    );
    const desk = remoteDesk(() => now);
    const { id } = connect();
    expect(desk.place(connect())).toBeNull();
    const first = desk.answer(id, phone, "approve", "42");
    expect(desk.statusOf(id)).toEqual({ state: "waiting" });
    expect(desk.waiting(id)).toBeNull();
    expect(await desk.answer(id, phone, "refuse", "")).toBeNull();
    now = 121_000;
    expect(desk.statusOf(id)).toEqual({ state: "waiting" });
    done([]);
    expect((await first)?.state).toBe("approved");
    expect(desk.statusOf(id)?.state).toBe("approved");
  });

  it("is refused where the key could not do it", async () => {
    const desk = remoteDesk(() => 0);
    desk.place(connect());
    const phone = slowPhone(() => Promise.reject(new Error("locked")));
    expect(await desk.answer(connect().id, phone, "approve", "42")).toEqual({ state: "refused" });
  });

  it("is not taken under another purpose than its own: nobody connects who believes to sign in", () => {
    expect(remoteDesk(() => 0).place(connect({ purpose: "login" }))).toBe("not the statement of such a request");
  });
});
