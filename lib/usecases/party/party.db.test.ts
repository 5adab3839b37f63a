import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/domain/actor";
import { db } from "@/lib/store/db";
import { addFile } from "@/lib/store/files";
import { partyIsVerified } from "@/lib/store/parties";
import { useFreshDatabase } from "@/lib/testing/database";
import { guest, member, registration, testSecrets } from "@/lib/testing/identity";
import type { Deps } from "@/lib/usecases/deps";
import { readFile } from "@/lib/usecases/file/read-file";
import { blockRelatedParty } from "./block-party";
import { returnParty, verifyParty } from "./check-party";
import { editParty } from "./edit-party";
import { registerParty, registerPartyInput } from "./register-party";
import { viewOrganisation } from "./view-organisation";
import { viewCheckQueue, viewPartyEntry } from "./view-parties";

useFreshDatabase();
const BASIS = "国家企业信用信息公示系统，当日查询";
const deps = { secrets: testSecrets, origin: "http://localhost:3000" } as Deps;

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code?: string }) => error.code ?? String(error),
  );

/** Somebody of the operator: an organisation whose role was set up, not applied for. */
async function operator(n: number): Promise<Actor> {
  const { actor, partyId } = await member(n, deps, { roles: ["tenderee"] });
  await db().party.update({ where: { id: partyId }, data: { roles: ["operator"], state: "verified" } });
  await db().membership.updateMany({ where: { partyId }, data: { role: "operator" } });
  return { ...actor, role: "operator" };
}

let clerk: Actor;
beforeAll(async () => {
  clerk = await operator(900);
}, 60_000);

describe("R-28: one organisation, one credit code", () => {
  it("refuses a wrong check character", async () => {
    const form = await registration(1);
    const wrong = form.uscc.slice(0, 17) + (form.uscc.endsWith("0") ? "1" : "0");
    expect(await refusal(registerParty(guest, { ...form, uscc: wrong }, deps))).toBe("USCC_INVALID");
  });

  it("registers once, also when two send the form at the same moment", async () => {
    const forms = await Promise.all([registration(2), registration(3, { uscc: (await registration(2)).uscc })]);
    const outcomes = await Promise.all(forms.map((form) => refusal(registerParty(guest, form, deps))));
    expect(outcomes.sort()).toEqual(["ALREADY_REGISTERED", "done"]);
    expect(await db().party.count({ where: { uscc: forms[0].uscc } })).toBe(1);
    // The loser's person must not stay behind without an organisation.
    expect(await db().person.count({ where: { login: { in: ["user2", "user3"] } } })).toBe(1);
  });

  it("knows one person once, by identity number", async () => {
    const { form } = await member(4, deps);
    const again = await registration(5, { idNumber: form.idNumber });
    expect(await refusal(registerParty(guest, again, deps))).toBe("ALREADY_REGISTERED");
  });
});

describe("R-32: personal data", () => {
  it("keeps neither identity number nor secret nor password readable", async () => {
    const { form } = await member(6, deps);
    const row = await db().person.findUniqueOrThrow({ where: { login: form.login } });
    const kept = JSON.stringify([row, await db().auditEntry.findMany(), await db().partyVersion.findMany()]);
    for (const secret of [form.idNumber, form.password, form.codeSecret]) expect(kept).not.toContain(secret);
    // Nor whom to call, and where: not in the person's row, not in the organisation's, not in its versions.
    const parties = JSON.stringify([kept, await db().party.findMany(), await db().invitation.findMany()]);
    for (const personal of [form.phone, form.contactName, form.contactPhone]) expect(parties).not.toContain(personal);
    expect(row.consentAt).toBeInstanceOf(Date);
  });

  it("needs both consents", async () => {
    const { consentIdentity: _, ...without } = await registration(7);
    expect(registerPartyInput.safeParse(without).success).toBe(false);
    const { email: _email, basicAccount: _account, ...typed } = await registration(7);
    expect(registerPartyInput.safeParse(typed).success).toBe(true);
  });

  it.each([
    ["short", { password: "Ab1!xyz", passwordAgain: "Ab1!xyz" }, "PASSWORD_WEAK"],
    ["typed differently", { passwordAgain: "another-long-password" }, "PASSWORD_WEAK"],
    ["wrong code", { code: "000000" }, "CODE_WRONG"],
    ["wrong identity number", { idNumber: "520101198501010000" }, "ID_NUMBER_INVALID"],
  ])("refuses: %s", async (_what, changes, code) => {
    expect(await refusal(registerParty(guest, await registration(8, changes), deps))).toBe(code);
  });
});

describe("R-20: the operator verifies, with two pairs of eyes", () => {
  it("verifies a first entry and says who and when", async () => {
    const { partyId, actor } = await member(10, deps);
    expect(await partyIsVerified(partyId)).toBe(false);
    expect((await viewCheckQueue(clerk, {}, deps)).waiting.map((entry) => entry.partyId)).toContain(partyId);
    // Handed in nothing, compared with nothing: nobody could say later why it was found true.
    expect(await refusal(verifyParty(clerk, { partyId, version: 1 }, deps))).toBe("REASON_NEEDED");
    await verifyParty(clerk, { partyId, version: 1, basis: BASIS }, deps);
    expect(await partyIsVerified(partyId)).toBe(true);
    const [line] = (await viewOrganisation(actor, {}, deps)).history;
    expect(line).toMatchObject({ version: 1, outcome: "verified", checkedBy: "测试员900" });
    expect((await viewCheckQueue(clerk, {}, deps)).waiting.map((entry) => entry.partyId)).not.toContain(partyId);
  });

  it("does not let the person who entered it verify it", async () => {
    const { partyId, actor } = await member(11, deps);
    const both: Actor = { ...actor, role: "operator" };
    expect(await refusal(verifyParty(both, { partyId, version: 1, basis: BASIS }, deps))).toBe("OWN_ENTRY");
    expect(await refusal(returnParty(both, { partyId, version: 1, reason: "不属实的内容" }, deps))).toBe("OWN_ENTRY");
    expect((await viewPartyEntry(both, { partyId }, deps)).own).toBe(true);
  });

  it("keeps verified data in force until the change is verified", async () => {
    const { partyId, actor, form } = await member(12, deps);
    await verifyParty(clerk, { partyId, version: 1, basis: BASIS }, deps);
    const edit = { ...entry(form), address: "贵阳市云岩区中华北路 1 号", basedOn: 1 };
    expect(await editParty(actor, edit, deps)).toEqual({ version: 2 });
    expect(await db().party.findUnique({ where: { id: partyId } })).toMatchObject({
      address: form.address,
      state: "verified",
    });
    expect((await viewPartyEntry(clerk, { partyId }, deps)).changed).toEqual(["address"]);
    await returnParty(clerk, { partyId, version: 2, reason: "与营业执照不一致" }, deps);
    expect(await partyIsVerified(partyId)).toBe(true);
    expect(await editParty(actor, { ...edit, address: "贵阳市云岩区中华北路 2 号", basedOn: 2 }, deps)).toEqual({
      version: 3,
    });
    await verifyParty(clerk, { partyId, version: 3, basis: BASIS }, deps);
    expect(await db().party.findUnique({ where: { id: partyId } })).toMatchObject({
      address: "贵阳市云岩区中华北路 2 号",
      version: 3,
    });
  });

  it("refuses to verify what was changed meanwhile, and a second judgement", async () => {
    const { partyId, actor, form } = await member(13, deps);
    await editParty(actor, { ...entry(form), contactName: "石敏", basedOn: 1 }, deps);
    expect(await refusal(verifyParty(clerk, { partyId, version: 1, basis: BASIS }, deps))).toBe("STALE");
    expect(await refusal(editParty(actor, { ...entry(form), contactName: "杨柳", basedOn: 1 }, deps))).toBe("STALE");
    const outcomes = await Promise.all([
      refusal(verifyParty(clerk, { partyId, version: 2, basis: BASIS }, deps)),
      refusal(returnParty(clerk, { partyId, version: 2, reason: "请补充证明材料" }, deps)),
    ]);
    expect(outcomes.sort()).toEqual(["STATE_FORBIDS", "done"]);
  });

  it("shows evidence to the verifier, and takes nobody else's file for it", async () => {
    const one = await member(15, deps);
    const two = await member(16, deps);
    const file = (partyId: string, name: string) =>
      addFile({
        sha256: "0".repeat(64),
        sizeBytes: 3n,
        name,
        media: "application/pdf",
        objectKey: `files/${name}`,
        partyId,
        createdById: null,
      });
    const [mine, others] = await Promise.all([file(one.partyId, "mine.pdf"), file(two.partyId, "others.pdf")]);
    const withFile = (evidence: string) => editParty(one.actor, { ...entry(one.form), evidence, basedOn: 1 }, deps);
    expect(await refusal(withFile(others.id))).toBe("FILE_MISSING");
    expect(await withFile(mine.id)).toEqual({ version: 2 });
    const reading = { ...deps, objects: { get: async () => (async function* () {})() } } as unknown as Deps;
    const read = (actor: Actor) => refusal(readFile(actor, { fileId: mine.id }, reading));
    expect(await read(clerk)).toBe("done");
    expect(await read(two.actor)).toBe("FILE_MISSING");
    expect((await viewPartyEntry(clerk, { partyId: one.partyId }, deps)).latest.evidence).toBe(mine.id);
  });

  it("does not let the history be rewritten", async () => {
    await expect(db().$executeRaw`UPDATE party_version SET data = '{}'`).rejects.toThrow(/append-only/);
    await expect(db().$executeRaw`DELETE FROM party_check`).rejects.toThrow(/append-only/);
  });

  it("is nobody else's to do", async () => {
    const { partyId, actor } = await member(14, deps);
    for (const role of ["bidder", "tenderee", "agency", "evaluator", "supervisor", "auditor"] as const) {
      expect(await refusal(verifyParty({ ...actor, role }, { partyId, version: 1, basis: BASIS }, deps))).toBe(
        "NOT_ALLOWED",
      );
      expect(await refusal(viewCheckQueue({ ...actor, role }, {}, deps))).toBe("NOT_ALLOWED");
      expect(await refusal(viewPartyEntry({ ...actor, role }, { partyId }, deps))).toBe("NOT_ALLOWED");
    }
    expect(await refusal(verifyParty(guest, { partyId, version: 1, basis: BASIS }, deps))).toBe("SIGN_IN_NEEDED");
    expect(await refusal(viewOrganisation(guest, {}, deps))).toBe("SIGN_IN_NEEDED");
  });
});

describe("R-22: the operator's own organisations do not bid here", () => {
  it("refuses a listed credit code as bidder", async () => {
    const form = await registration(20);
    await blockRelatedParty(clerk, { uscc: form.uscc, name: form.name, reason: "运营机构全资子公司" }, deps);
    expect(await refusal(registerParty(guest, form, deps))).toBe("OPERATOR_RELATED");
  });

  it("refuses to verify one that was listed after it registered", async () => {
    const { partyId, form } = await member(21, deps);
    await blockRelatedParty(clerk, { uscc: form.uscc, name: form.name, reason: "运营机构控股企业" }, deps);
    expect(await refusal(verifyParty(clerk, { partyId, version: 1, basis: BASIS }, deps))).toBe("OPERATOR_RELATED");
  });

  it("is the operator's list", async () => {
    const { actor, form } = await member(22, deps);
    const block = { uscc: form.uscc, name: form.name, reason: "竞争对手" };
    expect(await refusal(blockRelatedParty(actor, block, deps))).toBe("NOT_ALLOWED");
  });
});

function entry(form: Awaited<ReturnType<typeof registration>>) {
  const {
    name,
    kind,
    regionCode,
    legalRepresentative,
    address,
    contactName,
    contactPhone,
    email,
    basicAccount,
    roles,
  } = form;
  return {
    name,
    kind,
    regionCode,
    legalRepresentative,
    address,
    contactName,
    contactPhone,
    email,
    basicAccount,
    roles,
  };
}
