import { describe, expect, it } from "vitest";
import { relatedBidders } from "@/lib/domain/relations";
import { platformNow } from "@/lib/store/clock";
import { db } from "@/lib/store/db";
import { registeredBidders } from "@/lib/store/party-relations";
import { useFreshDatabase } from "@/lib/testing/database";
import { member, testSecrets } from "@/lib/testing/identity";
import { refusal } from "@/lib/testing/refused";
import type { Deps } from "@/lib/usecases/deps";
import { declareRelation, declareRelationInput, endDeclaredRelation } from "./declare-relation";
import { viewOrganisation } from "./view-organisation";

useFreshDatabase();
const deps = { secrets: testSecrets, origin: "http://localhost:3000" } as Deps;

const refusalOf = async (work: Promise<unknown>) => (await refusal(work)).code;

describe("R-78: the register of control and management", () => {
  it("is written by the organisation's own administrator, and read by committees as of their day", async () => {
    const [mother, daughter] = [await member(1, deps), await member(2, deps, { legalRepresentative: "韦清" })];
    const { uscc, name } = mother.form;
    const typed = declareRelationInput.parse({ uscc: ` ${uscc.toLowerCase()} `, name, kind: "controls" });
    const { actor } = daughter;
    await declareRelation(actor, typed, deps);
    expect(await refusalOf(declareRelation(actor, typed, deps))).toBe("ALREADY_REGISTERED");
    const own = { ...typed, uscc: daughter.form.uscc };
    expect(await refusalOf(declareRelation(actor, own, deps))).toBe("USCC_INVALID");
    expect(await refusalOf(declareRelation(actor, { ...typed, uscc: "91520000MA6D00001B" }, deps))).toBe(
      "USCC_INVALID",
    );
    const [line] = (await viewOrganisation(actor, {}, deps)).relations;
    expect(line).toMatchObject({ uscc, name, kind: "controls", endedAt: null });
    const pairs = async () =>
      relatedBidders(await registeredBidders([mother.partyId, daughter.partyId], await platformNow()));
    expect(await pairs()).toEqual([{ names: [mother.form.name, daughter.form.name], why: "control" }]);
    // Another's entry is not one's own to end, and nothing is ever taken out of the record.
    expect(await refusalOf(endDeclaredRelation(mother.actor, { relationId: line!.id }, deps))).toBe("NOT_ALLOWED");
    await endDeclaredRelation(actor, { relationId: line!.id }, deps);
    expect(await refusalOf(endDeclaredRelation(actor, { relationId: line!.id }, deps))).toBe("NOT_ALLOWED");
    expect(await pairs()).toEqual([]);
    expect((await viewOrganisation(actor, {}, deps)).relations).toHaveLength(1);
    const acts = await db().auditEntry.count({ where: { action: "party.relate" } });
    expect(acts).toBe(2);
  });

  it("is closed to who only prepares, and to visitors", async () => {
    const { actor, partyId } = await member(3, deps);
    await db().membership.updateMany({ where: { partyId }, data: { duties: ["operate"] } });
    const input = declareRelationInput.parse({ uscc: "91520000MA6D00001A", name: "甲公司", kind: "manages" });
    expect(await refusalOf(declareRelation(actor, input, deps))).toBe("NOT_ALLOWED");
  });
});
