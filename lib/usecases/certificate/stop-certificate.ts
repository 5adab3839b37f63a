import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { certificateById, stopBoundCertificate } from "@/lib/store/certificates";
import { inTransaction } from "@/lib/store/db";
import { notify } from "@/lib/store/messages";
import type { Deps } from "@/lib/usecases/deps";
import { relationToParty } from "@/lib/usecases/party/relation";
import { signedIn } from "@/lib/usecases/session/signed-in";

export const stopCertificateInput = z.strictObject({ certificateId: z.uuid() });

/**
 * Stops the use of a certificate at once and for good: lost, stolen, its holder gone. Its holder may, and an
 * administrator of the organisation it stands for. Sessions it opened end; bids sealed with it stay as they are.
 *
 * @throws {Refusal} NOT_ALLOWED, STATE_FORBIDS
 */
export async function stopCertificate(
  actor: Actor,
  { certificateId }: z.output<typeof stopCertificateInput>,
  _deps: Deps,
): Promise<Record<never, never>> {
  const me = signedIn(actor);
  const certificate = await certificateById(certificateId);
  if (!certificate) throw new Refusal("NOT_ALLOWED", { action: "certificate.find" });
  const holder = certificate.personId === me.personId;
  const relation = certificate.partyId ? await relationToParty(actor, certificate.partyId) : "none";
  authorise(actor, "certificate.stop", holder ? "party" : relation === "owner" ? "owner" : "none");
  return inTransaction(async (tx) => {
    if (!(await stopBoundCertificate(tx, certificateId)))
      throw new Refusal("STATE_FORBIDS", { state: "stopped", event: "stop" }, ["R-31"]);
    const { serial, personId } = certificate;
    await record(tx, actor, {
      action: "certificate.stop",
      objectKind: "certificate",
      objectId: certificateId,
      facts: { serial },
    });
    const told = { kind: "certificate.stopped", facts: { serial, by: me.name }, link: "/work/organisation" };
    if (personId && !holder) await notify(tx, { to: { personId }, ...told });
    return {};
  });
}
