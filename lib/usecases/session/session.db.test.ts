import { describe, expect, it } from "vitest";
import { db } from "@/lib/store/db";
import { liveSession, touchSession } from "@/lib/store/sessions";
import { useFreshDatabase } from "@/lib/testing/database";
import { actorOf, codeFor, guest, member, PASSWORD, registration, testSecrets } from "@/lib/testing/identity";
import type { Deps } from "@/lib/usecases/deps";
import { registerParty } from "@/lib/usecases/party/register-party";
import { chooseRight } from "./choose-right";
import { endSession, revokeSession } from "./end-session";
import { signInByPassword } from "./sign-in-by-password";
import { viewChoices, viewSessions } from "./view-sessions";

useFreshDatabase();
const deps = { secrets: testSecrets, origin: "http://localhost:3000" } as Deps;

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code?: string }) => error.code ?? String(error),
  );

describe("R-157: sign-in by password and one-time code", () => {
  const enter = (login: string, password: string, code: string, address = guest.address) =>
    refusal(signInByPassword({ ...guest, address }, { login, password, code }, deps));

  it("takes a code once, and none of an earlier step after it", async () => {
    const form = await registration(40);
    await registerParty(guest, form, deps);
    const code = await codeFor(form.codeSecret);
    expect(await enter(form.login, PASSWORD, code)).toBe("done");
    expect(await enter(form.login, PASSWORD, code)).toBe("SIGN_IN_FAILED");
    expect(await enter(form.login, PASSWORD, await codeFor(form.codeSecret, -1))).toBe("SIGN_IN_FAILED");
    expect(await enter(form.login, PASSWORD, await codeFor(form.codeSecret, 1))).toBe("done");
    expect(await enter(form.login, PASSWORD, await codeFor(form.codeSecret, 3))).toBe("SIGN_IN_FAILED");
  });

  it("answers alike for an unknown account, a wrong password and a wrong code", async () => {
    const form = await registration(41);
    await registerParty(guest, form, deps);
    const code = await codeFor(form.codeSecret);
    const answers = [
      await enter("nobody-here", PASSWORD, code),
      await enter(form.login, "wrong-password-long", code),
      await enter(form.login, PASSWORD, "000000"),
    ];
    expect(answers).toEqual(["SIGN_IN_FAILED", "SIGN_IN_FAILED", "SIGN_IN_FAILED"]);
  });

  it("makes an account wait after five failures, known or not, and leaves its sessions alone", async () => {
    const { form, actor } = await member(42, deps);
    for (const login of [form.login, "not-an-account"]) {
      for (let i = 0; i < 5; i++)
        expect(await enter(login, "wrong-password-long", "123456", "203.0.113.42")).toBe("SIGN_IN_FAILED");
      expect(await enter(login, PASSWORD, "123456", "203.0.113.99")).toBe("TOO_MANY_TRIES");
    }
    expect(await liveSession(actor.sessionId!)).not.toBeNull();
    await db().$executeRaw`UPDATE sign_in_try SET at = at - interval '16 minutes'`;
    expect(await enter(form.login, PASSWORD, await codeFor(form.codeSecret, 1))).toBe("done");
  });

  it("lets no more than five through when a hundred come at once", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, () => enter("rushed-account", "wrong-password-long", "123456", "203.0.113.43")),
    );
    expect(outcomes.filter((code) => code === "SIGN_IN_FAILED")).toHaveLength(5);
    expect(outcomes.filter((code) => code === "TOO_MANY_TRIES")).toHaveLength(35);
  }, 60_000);

  it("makes an address wait that tries account after account", async () => {
    await db().$executeRaw`
      INSERT INTO sign_in_try (account, address, ok, at)
      SELECT 'spray-' || n, '203.0.113.44', false, clock_timestamp() FROM generate_series(1, 100) n`;
    expect(await enter("one-more", PASSWORD, "123456", "203.0.113.44")).toBe("TOO_MANY_TRIES");
    expect(await enter("one-more", PASSWORD, "123456", "203.0.113.45")).toBe("SIGN_IN_FAILED");
  });
});

describe("R-157: sessions", () => {
  it("end after 30 idle minutes, and not while they are used", async () => {
    const { actor } = await member(60, deps);
    const id = actor.sessionId!;
    await db()
      .$executeRaw`UPDATE session SET seen_at = clock_timestamp() - interval '29 minutes' WHERE id = ${id}::uuid`;
    expect(await liveSession(id)).not.toBeNull();
    await touchSession(id);
    await db().$executeRaw`UPDATE session SET seen_at = seen_at - interval '20 minutes' WHERE id = ${id}::uuid`;
    expect(await liveSession(id)).not.toBeNull();
    await db()
      .$executeRaw`UPDATE session SET seen_at = clock_timestamp() - interval '31 minutes' WHERE id = ${id}::uuid`;
    expect(await liveSession(id)).toBeNull();
    await touchSession(id);
    expect(await viewSessions(actor, {}, deps)).toEqual([]);
  });

  it("survive a jump of the sandbox clock", async () => {
    const { actor } = await member(61, deps);
    await db().$executeRaw`UPDATE sandbox SET enabled = true, offset_ms = 86400000 WHERE id = 1`;
    expect(await liveSession(actor.sessionId!)).not.toBeNull();
  });

  it("are seen and ended by their own person only", async () => {
    const one = await member(62, deps);
    const two = await member(63, deps);
    const sessionId = one.actor.sessionId!;
    expect(await refusal(revokeSession(two.actor, { sessionId }, deps))).toBe("NOT_ALLOWED");
    expect(await refusal(revokeSession(guest, { sessionId }, deps))).toBe("SIGN_IN_NEEDED");
    expect(await viewSessions(one.actor, {}, deps)).toMatchObject([{ id: sessionId, current: true }]);
    await revokeSession(one.actor, { sessionId }, deps);
    expect(await liveSession(sessionId)).toBeNull();
    await endSession(guest, sessionId); // signing out of an ended session is no error
  });

  it("act for the organisation chosen, and only for one's own", async () => {
    const { actor } = await member(64, deps, { roles: ["bidder", "tenderee"] });
    const other = await member(65, deps);
    expect(actor).toMatchObject({ role: "public", partyId: null });
    const { rights } = await viewChoices(actor, {}, deps);
    expect(rights.map(({ role }) => role).sort()).toEqual(["bidder", "tenderee"]);
    const [foreign] = (await viewChoices(other.actor, {}, deps)).rights;
    expect(await refusal(chooseRight(actor, { membershipId: foreign!.membershipId }, deps))).toBe("NOT_ALLOWED");
    await chooseRight(actor, { membershipId: rights.find(({ role }) => role === "tenderee")!.membershipId }, deps);
    expect(await actorOf(actor.sessionId!)).toMatchObject({ role: "tenderee" });
  });

  it("lose their role when the right ends", async () => {
    const { actor } = await member(66, deps);
    await db().$executeRaw`UPDATE membership SET valid_to = platform_now() WHERE person_id = ${actor.personId}::uuid`;
    expect(await actorOf(actor.sessionId!)).toMatchObject({ role: "public", partyName: expect.any(String) });
    expect((await viewChoices(actor, {}, deps)).rights).toEqual([]);
  });
});
