import { z } from "zod";
import { bytesToHex, fromHex } from "@/lib/crypto/bytes";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { db } from "@/lib/store/db";
import { fileById } from "@/lib/store/files";
import { preparationOf, savePreparation } from "@/lib/store/preparations";
import type { Deps } from "@/lib/usecases/deps";
import { bytesOfFile } from "@/lib/usecases/file/read-file";
import { signedInput } from "@/lib/usecases/signing/accept-signature";
import type { Prepared } from "@/lib/usecases/signing/act";
import { acceptPdf, preparePdf } from "@/lib/usecases/signing/pdf";
import { atBench, type Bench, benchOf, mustBeIn, mustLead } from "./bench";
import { documentHead, keepCommitteeFile, memberField, dissentNumber, reportNumber } from "./report-pdf";
import { reportIn } from "./sign-report";

export const prepareDissentInput = z.strictObject({ lotId: z.uuid(), text: z.string().trim().min(10).max(8000) });

type Preparation = { readonly fileId: string; readonly digest: string; readonly text: string };
const keyOf = (bench: Bench) => `dissent:${bench.lot.id}:${bench.own.id}`;
const titleOf = ({ lot, own }: Bench) => `${lot.tender.name} ${lot.name} 评标不同意见（${own.number} 号委员）`;

/** A member's dissent with its reasons, as a page of its own, ready to be signed. */
export async function prepareDissent(
  actor: Actor,
  { lotId, text }: z.infer<typeof prepareDissentInput>,
  deps: Deps,
): Promise<Prepared> {
  const bench = await benchOf(actor, lotId);
  await reportIn(bench, "signing", "dissent");
  await mustBeSilent(bench);
  const { lot, own } = bench;
  const at = await platformNow();
  const number = dissentNumber(lot, own.number);
  const { tender, ...head } = await documentHead(lot, number, null, at, deps.origin);
  const pdf = await deps.pdf.make("notice", {
    ...head,
    title: "评标委员会成员的不同意见",
    author: own.name,
    intro: `本人为 ${tender.tenderName} ${tender.lotName}（${tender.lotCode}）评标委员会成员，对评标报告（编号 ${reportNumber(lot)}）持有不同意见，书面说明如下。`,
    sections: [{ heading: "不同意见和理由", paragraphs: text.split("\n").filter(Boolean), rows: [] }],
    closing: { issuers: [own.name], at: at.toISOString() },
    signers: [{ field: memberField(own.number), role: "评标委员会成员", name: own.name, kind: "person" }],
  });
  const field = { name: memberField(own.number), reason: "评标不同意见", at, signer: own.name };
  const ready = await preparePdf(pdf, field, titleOf(bench), { id: lot.tender.code, lot: lot.code }, deps);
  const file = await keepCommitteeFile(actor, lot, `${number}.pdf`, ready.pdf, deps);
  const preparation: Preparation = { fileId: file.id, digest: bytesToHex(ready.byteRangeDigest), text };
  await savePreparation(keyOf(bench), preparation);
  return { ...ready.item, lines: [{ label: "意见", value: text.slice(0, 200) }, ...ready.item.lines] };
}

async function mustBeSilent({ lot, own }: Bench, on: Pick<ReturnType<typeof db>, "reportSignature"> = db()) {
  const key = { lotId: lot.id, memberId: own.id };
  const given = await on.reportSignature.findUnique({ where: { lotId_memberId: key } });
  if (given) throw new Refusal("STATE_FORBIDS", { state: given.kind, event: "dissent" }, ["R-123"]);
}

export const dissentReportInput = prepareDissentInput.extend({ signed: signedInput });

/** Files the signed dissent with the report; it stands in place of the member's signature. */
export async function dissentReport(
  actor: Actor,
  { lotId, text, signed }: z.infer<typeof dissentReportInput>,
  deps: Deps,
): Promise<{ readonly fileId: string }> {
  const bench = await benchOf(actor, lotId);
  await reportIn(bench, "signing", "dissent");
  const preparation = await preparationOf<Preparation>(keyOf(bench));
  if (!preparation || preparation.text !== text) throw new Refusal("STALE", {});
  const draft = await bytesOfFile(await fileById(preparation.fileId), deps);
  const { pdf, sha256 } = await acceptPdf(actor, draft, fromHex(preparation.digest), signed, deps);
  const name = `${dissentNumber(bench.lot, bench.own.number)} 不同意见.pdf`;
  const file = await keepCommitteeFile(actor, bench.lot, name, pdf, deps);
  return atBench(actor, lotId, async (tx, now) => {
    mustBeIn(now, ["reporting", "rechecking"], "dissent");
    await mustBeSilent(now, tx);
    const at = await platformNow(tx);
    await tx.reportSignature.create({
      data: { lotId, memberId: now.own.id, kind: "dissented", dissent: text, fileId: file.id, at },
    });
    await record(tx, actor, {
      action: "report.dissent",
      objectKind: "lot",
      objectId: lotId,
      lotId,
      afterHash: sha256,
      facts: { member: now.own.number },
    });
    return { fileId: file.id };
  });
}

export const recordRefusalInput = z.strictObject({
  lotId: z.uuid(),
  member: z.coerce.number().int().min(1).max(99),
  reason: z.string().trim().max(2000),
});

/**
 * Puts on record that a member neither signs nor says why: it counts as agreeing. The chair records it, of others,
 * with what happened.
 */
export async function recordRefusal(actor: Actor, input: z.infer<typeof recordRefusalInput>): Promise<void> {
  const { lotId, member: number, reason } = input;
  const bench = await benchOf(actor, lotId);
  await reportIn(bench, "signing", "refuse");
  await atBench(actor, lotId, async (tx, now) => {
    mustLead(now);
    const member = now.committee.members.find((one) => one.number === number);
    if (!member || member.id === now.own.id) throw new Refusal("INPUT_INVALID", {}, ["R-123"]);
    if (reason.length < 2) throw new Refusal("REASON_NEEDED", {}, ["R-123"]);
    await mustBeSilent({ ...now, own: member }, tx);
    const at = await platformNow(tx);
    await tx.reportSignature.create({ data: { lotId, memberId: member.id, kind: "refused", dissent: reason, at } });
    await record(tx, actor, {
      action: "report.refusal",
      objectKind: "lot",
      objectId: lotId,
      lotId,
      facts: { member: number, reason },
    });
  });
}
