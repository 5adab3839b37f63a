import { z } from "zod";
import { decodeBase64 } from "@/lib/crypto/binding";
import { parseCertificate } from "@/lib/crypto/certificate";
import { verifyCms } from "@/lib/crypto/cms";
import type { RemoteResult } from "@/lib/crypto/remote-request";
import { contentToSign } from "@/lib/crypto/signer";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { closeRemoteRequest, isRemoteOver, type RemoteRequest, remoteRequest } from "@/lib/store/remote-requests";
import type { Deps } from "@/lib/usecases/deps";
import { contextOf } from "./ask-phone";

export const hearPhoneInput = z.strictObject({
  id: z.string().max(64),
  page: z.string().max(64),
  /** The person at the page no longer wants it. */
  cancel: z.boolean().optional(),
});

export type PhoneHeard =
  | { readonly state: "waiting" }
  | { readonly state: "refused" | "wrongNumber" | "expired" | "cancelled" | "answer" }
  | { readonly state: "approved"; readonly result: RemoteResult };

/**
 * How a question to a phone stands. An end is said once, to the page that asked; what was signed is checked against the
 * statement that we kept before anybody gets it, so that a provider cannot slip in another signature.
 *
 * @throws {Refusal} NOT_ALLOWED, REMOTE_USED, REMOTE_DOWN
 */
export async function hearPhone(
  _actor: Actor,
  { id, page, cancel = false }: z.output<typeof hearPhoneInput>,
  deps: Deps,
): Promise<PhoneHeard> {
  const { remote } = deps;
  if (!remote) throw new Refusal("REMOTE_DOWN", { offered: false });
  const row = await remoteRequest(id);
  if (!row || row.pageHash !== deps.secrets.hashToken(page)) throw new Refusal("NOT_ALLOWED", { action: "phone" });
  if (row.closedAt) throw new Refusal("REMOTE_USED", {});
  const end = async (heard: PhoneHeard): Promise<PhoneHeard> => {
    if (!(await closeRemoteRequest(id))) throw new Refusal("REMOTE_USED", {});
    return heard;
  };
  if (cancel) return end({ state: "cancelled" });
  if (await isRemoteOver(id)) return end({ state: "expired" });
  const status = await remote.statusOf(id).catch(() => {
    throw new Refusal("REMOTE_DOWN", { offered: true });
  });
  if (status.state === "waiting") return status;
  if (status.state !== "approved") return end(status);
  return end((await isRight(row, status.result, deps)) ? status : { state: "answer" });
}

async function isRight(row: RemoteRequest, result: RemoteResult, { origin }: Deps): Promise<boolean> {
  try {
    if (row.kind === "connect")
      return !!result.phone && !!result.certificates?.every(({ der }) => parseCertificate(decodeBase64(der)));
    if (row.kind === "unwrap") return result.cms === undefined;
    const content = contentToSign(new Uint8Array(row.statement), contextOf(row, origin), null);
    const verdict = await verifyCms(content, decodeBase64(result.cms ?? ""));
    return (
      verdict.ok && verdict.signers.length === 1 && verdict.signers[0]!.certificate.fingerprint === row.certificate
    );
  } catch {
    return false;
  }
}
