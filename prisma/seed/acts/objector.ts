import { fileObjection, prepareObjection } from "@/lib/usecases/objection/file-objection";
import type { Play, Step } from "../player";

/** An objection of a bidder, signed with its certificate. */
export const object = (
  { stage, troupe }: Play,
  given: {
    readonly at: Date;
    readonly lotId: () => string;
    readonly bidder: number;
    readonly kind: "document" | "opening" | "result";
    readonly facts: string;
    readonly claim: string;
  },
): Step => ({
  at: given.at,
  what: "提出异议",
  run: async () => {
    const objector = await troupe.bidder(given.bidder);
    const { kind, facts, claim } = given;
    const content = { lotId: given.lotId(), kind, facts, claim, interest: "" };
    const signed = await objector.signOne(await prepareObjection(objector.actor, content));
    await fileObjection(objector.actor, { ...content, signed }, stage.deps);
  },
});
