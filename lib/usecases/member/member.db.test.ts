import { describe, expect, it } from "vitest";
import { db } from "@/lib/store/db";
import { rightsOf } from "@/lib/store/people";
import { useFreshDatabase } from "@/lib/testing/database";
import { guest, member, registration, testSecrets } from "@/lib/testing/identity";
import type { Deps } from "@/lib/usecases/deps";
import { editParty } from "@/lib/usecases/party/edit-party";
import { viewOrganisation } from "@/lib/usecases/party/view-organisation";
import { joinAsMe, joinAsNew, viewInvitation } from "./accept-invitation";
import { endMember, inviteMember, withdrawInvitation } from "./invite-member";

useFreshDatabase();
const deps = { secrets: testSecrets, origin: "http://localhost:3000" } as Deps;
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code?: string }) => error.code ?? String(error),
  );
const offer = { personName: "石敏", phone: "13900000000", role: "bidder" as const, duties: ["operate" as const] };

async function personForm(n: number) {
  const { personName, idNumber, phone, login, password, passwordAgain, codeSecret, code, consent, consentIdentity } =
    await registration(n);
  return { personName, idNumber, phone, login, password, passwordAgain, codeSecret, code, consent, consentIdentity };
}
const tokenOf = ({ address }: { readonly address: string }) => address.slice(address.lastIndexOf("/") + 1);

describe("R-157: duties and permissions of staff", () => {
  it("invites, shows the offer, and lets one person take it once", async () => {
    const { actor, partyId } = await member(1, deps);
    const token = tokenOf(await inviteMember(actor, offer, deps));
    expect(await viewInvitation(guest, { token }, deps)).toMatchObject({
      name: "石敏",
      role: "bidder",
      duties: ["operate"],
    });
    const outcomes = await Promise.all(
      [await personForm(100), await personForm(101)].map((form) => refusal(joinAsNew(guest, { token, ...form }, deps))),
    );
    expect(outcomes.sort()).toEqual(["INVITATION_OVER", "done"]);
    expect(await db().membership.count({ where: { partyId } })).toBe(2);
    expect(await refusal(viewInvitation(guest, { token }, deps))).toBe("INVITATION_OVER");
  });

  it("keeps only a hash of the address", async () => {
    const { actor } = await member(2, deps);
    const token = tokenOf(await inviteMember(actor, offer, deps));
    expect(JSON.stringify(await db().invitation.findMany())).not.toContain(token);
    expect(JSON.stringify(await db().auditEntry.findMany())).not.toContain(token);
  });

  it("lets somebody with an account join a second organisation", async () => {
    const one = await member(3, deps);
    const two = await member(4, deps);
    const token = tokenOf(await inviteMember(one.actor, offer, deps));
    expect(await refusal(joinAsMe(guest, { token }, deps))).toBe("SIGN_IN_NEEDED");
    await joinAsMe(two.actor, { token }, deps);
    expect((await rightsOf(two.actor.personId!)).map((right) => right.partyId).sort()).toEqual(
      [one.partyId, two.partyId].sort(),
    );
  });

  it("counts dates as Beijing days, both included", async () => {
    const { actor, partyId } = await member(5, deps);
    const dated = { ...offer, validFrom: "2026-12-01", validTo: "2026-12-31" };
    await inviteMember(actor, dated, deps);
    const row = await db().invitation.findFirstOrThrow({ where: { partyId } });
    expect(row.validFrom.toISOString()).toBe("2026-11-30T16:00:00.000Z");
    expect(row.validTo?.toISOString()).toBe("2026-12-31T16:00:00.000Z");
    expect(await refusal(inviteMember(actor, { ...dated, validTo: "2026-11-01" }, deps))).toBe("INPUT_INVALID");
  });

  it("offers no role that the organisation does not have", async () => {
    const { actor } = await member(6, deps);
    for (const role of ["operator", "supervisor", "tenderee", "evaluator"] as const)
      expect(await refusal(inviteMember(actor, { ...offer, role }, deps))).toBe("NOT_ALLOWED");
  });

  it("is the administrator's: not a colleague's, not a stranger's, not the operator's", async () => {
    const { actor, partyId } = await member(7, deps);
    const token = tokenOf(await inviteMember(actor, offer, deps));
    await joinAsNew(guest, { token, ...(await personForm(107)) }, deps);
    const colleague = await db().person.findUniqueOrThrow({ where: { login: "user107" } });
    const asColleague = { ...actor, personId: colleague.id };
    expect(await refusal(inviteMember(asColleague, offer, deps))).toBe("NOT_ALLOWED");
    expect((await viewOrganisation(asColleague, {}, deps)).admin).toBe(false);
    const [right] = await db().membership.findMany({ where: { partyId, personId: actor.personId! } });
    expect(await refusal(endMember(asColleague, { membershipId: right!.id }, deps))).toBe("NOT_ALLOWED");
    const { personName: _n, idNumber: _i, phone: _p, login: _l, ...entry } = await registration(7);
    const {
      uscc: _u,
      password: _w,
      passwordAgain: _a,
      codeSecret: _s,
      code: _c,
      consent: _o,
      consentIdentity: _d,
      ...edit
    } = entry;
    expect(await refusal(editParty(asColleague, { ...edit, basedOn: 1 }, deps))).toBe("NOT_ALLOWED");
    expect(await refusal(editParty(guest, { ...edit, basedOn: 1 }, deps))).toBe("SIGN_IN_NEEDED");
    const stranger = await member(8, deps);
    const open = await inviteMember(actor, offer, deps);
    expect(open.address).toContain("/join/");
    const invitation = await db().invitation.findFirstOrThrow({ where: { partyId, acceptedAt: null } });
    expect(await refusal(withdrawInvitation(stranger.actor, { invitationId: invitation.id }, deps))).toBe(
      "NOT_ALLOWED",
    );
    expect(await refusal(inviteMember({ ...stranger.actor, partyId, role: "operator" }, offer, deps))).toBe(
      "NOT_ALLOWED",
    );
    expect(await refusal(inviteMember(guest, offer, deps))).toBe("SIGN_IN_NEEDED");
    await withdrawInvitation(actor, { invitationId: invitation.id }, deps);
    expect(await refusal(viewInvitation(guest, { token: tokenOf(open) }, deps))).toBe("INVITATION_OVER");
  });

  it("ends a right at once, and keeps the last administrator", async () => {
    const { actor, partyId } = await member(9, deps);
    const token = tokenOf(await inviteMember(actor, { ...offer, duties: ["admin"] }, deps));
    await joinAsNew(guest, { token, ...(await personForm(109)) }, deps);
    const second = await db().person.findUniqueOrThrow({ where: { login: "user109" }, include: { memberships: true } });
    const [first] = await db().membership.findMany({ where: { partyId, personId: actor.personId! } });
    const asSecond = { ...actor, personId: second.id };
    const outcomes = await Promise.all([
      refusal(endMember(asSecond, { membershipId: first!.id }, deps)),
      refusal(endMember(actor, { membershipId: second.memberships[0]!.id }, deps)),
    ]);
    // Each may remove the other, but never both: nobody could let anybody in again.
    expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(1);
    const { members } = await viewOrganisation(outcomes[0] === "done" ? asSecond : actor, {}, deps);
    expect(members.filter(({ active }) => active)).toHaveLength(1);
  });

  it("forgets an offer after seven days", async () => {
    const { actor } = await member(10, deps);
    const token = tokenOf(await inviteMember(actor, offer, deps));
    await db().$executeRaw`UPDATE invitation SET expires_at = platform_now() WHERE accepted_at IS NULL`;
    expect(await refusal(joinAsNew(guest, { token, ...(await personForm(110)) }, deps))).toBe("INVITATION_OVER");
  });
});
