import { z } from "zod";
import { bytesToHex } from "@/lib/crypto/bytes";
import type { Actor } from "@/lib/domain/actor";
import type { NoticeContent } from "@/lib/domain/notice-content";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { lockNotice, noticeById, saveNotice } from "@/lib/store/notices";
import { relationToTender, tenderById } from "@/lib/store/tenders";
import type { Deps } from "@/lib/usecases/deps";
import { keepBytes } from "@/lib/usecases/document/build-set";
import { type Prepared, prepared, preparedAct } from "@/lib/usecases/signing/act";
import { preparePdf } from "@/lib/usecases/signing/pdf";
import { jsonOf } from "./content-digest";
import { type LotPapers, papersOf } from "./papers-of-notice";
import { noticePdfData } from "./notice-pdf";

export const preparePublicationInput = z.strictObject({ noticeId: z.uuid() });

/** What is kept between the preparation and the signature; the browser gets none of it to send back. */
export type Preparation = { readonly pdfFileId: string; readonly pdfDigest: string; readonly digest: string };

/**
 * Makes what is signed when a notice is published: the act, the PDF, and for each lot the opening policy and the tender
 * record (protocol §2.10). Slow work (PDF, trustees) is done here, outside any lock.
 *
 * @returns items for the dialog, in the order in which `publishNotice` expects the signatures
 * @throws {Refusal} NOT_READY before a second person approved; RULES_BROKEN where time has passed a date of the plan
 */
export async function preparePublication(
  actor: Actor,
  input: z.infer<typeof preparePublicationInput>,
  deps: Deps,
): Promise<Prepared[]> {
  const notice = await noticeById(input.noticeId);
  const tender = await tenderById(notice.tenderId);
  authorise(actor, "notice.publish", relationToTender(actor, tender));
  if (notice.state === "reviewing") throw new Refusal("NOT_READY", { missing: "review" }, ["R-38"]);
  if (notice.state !== "approved")
    throw new Refusal("STATE_FORBIDS", { state: notice.state, event: "publish" }, ["R-38"]);
  const content = notice.content as unknown as NoticeContent;
  const now = await platformNow();
  const papers = await papersOf(notice, tender, now, deps);
  const pdf = await deps.pdf.make("notice", noticePdfData(content, notice.digest ?? "", now, deps));
  const field = { name: "tenderee", reason: "发布公告", at: now };
  const ready = await preparePdf(pdf, field, content.title, null, deps);
  const kept = await keepBytes(actor, null, `${content.title}.pdf`, "application/pdf", ready.pdf, deps);
  const { byteRangeDigest } = ready;
  const preparation: Preparation = {
    pdfFileId: kept.id,
    pdfDigest: bytesToHex(byteRangeDigest),
    digest: notice.digest ?? "",
  };
  await inTransaction(async (tx) => {
    const held = await lockNotice(tx, notice.id);
    if (held.state !== "approved")
      throw new Refusal("STATE_FORBIDS", { state: held.state, event: "publish" }, ["R-38"]);
    await saveNotice(tx, notice.id, { preparation: jsonOf(preparation) });
  });
  return [actItem(notice.id, notice.digest ?? "", content, papers), ready.item, ...papers.flatMap(paperItems)];
}

function actItem(noticeId: string, digest: string, content: NoticeContent, papers: readonly LotPapers[]): Prepared {
  const first = papers[0];
  const act = {
    act: "notice.publish",
    tender: first && papers.length === 1 ? first.tender : null,
    subject: noticeId,
    digest,
    title: content.title,
  };
  return preparedAct(act, [
    { label: "公告编号", value: content.number },
    ...papers.map(({ lotName, deadline }) => ({ label: lotName, value: `投标截止 ${deadline}` })),
  ]);
}

function paperItems(papers: LotPapers): Prepared[] {
  const { tender, lotName, policy, record, trustees, deadline, docsHash, grounds } = papers;
  const items: Prepared[] = [];
  if (policy) {
    const title = `${lotName} 开启规则`;
    items.push(
      prepared({ bytes: policy, purpose: "policy", tender, title }, [
        { label: "开启受托方", value: trustees.join("、") },
      ]),
    );
  }
  const title = `${lotName} 招标记录`;
  const lines = [
    { label: "投标截止", value: deadline },
    { label: "招标文件摘要值", value: docsHash },
    ...(grounds.length > 0 ? [{ label: "顺延依据摘要值", value: grounds.join("、") }] : []),
  ];
  items.push(prepared({ bytes: record, purpose: "tender", tender, title }, lines));
  return items;
}
