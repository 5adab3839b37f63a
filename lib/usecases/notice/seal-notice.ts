import { parseCertificate } from "@/lib/crypto/certificate";
import { statementHash } from "@/lib/crypto/statements";
import { SYSTEM } from "@/lib/domain/actor";
import type { NoticeContent } from "@/lib/domain/notice-content";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { setAudience } from "@/lib/store/files";
import { logEvent } from "@/lib/store/log-events";
import { lockNotice, noticeById, saveNotice } from "@/lib/store/notices";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";
import { keepBytes } from "@/lib/usecases/document/build-set";
import { actStatement } from "@/lib/usecases/signing/act";
import { signPdfAsPlatform } from "@/lib/usecases/signing/pdf";
import { noticePdfData } from "./notice-pdf";

/**
 * The platform's signature and PDF of a notice that was published with its act (`publishAtOnce`). Called by the worker at
 * least once: a notice that has its PDF stays as it is.
 */
export async function sealNotice(noticeId: string, deps: Deps): Promise<void> {
  const notice = await noticeById(noticeId);
  if (notice.pdfFileId || !notice.publishedAt || !notice.digest) return;
  const content = notice.content as unknown as NoticeContent;
  const lot = content.lots[0];
  const tender = lot ? { id: content.tender.code, lot: lot.code } : null;
  const { digest, title, publishedAt: at } = notice;
  const bytes = actStatement({ act: "notice.publish", tender, subject: notice.id, digest, title });
  const serial = parseCertificate(deps.platform.certificateDer).serialHex;
  const cms = await deps.platform.signStatement(bytes);
  const name = deps.platform.name;
  const data = {
    ...noticePdfData(content, digest, at, deps),
    signers: [{ field: "platform", role: "电子招标投标交易平台", name, kind: "organization" as const }],
  };
  const field = { name: "platform", reason: title, at: await platformNow(), signer: name, serial };
  const pdf = await signPdfAsPlatform(await deps.pdf.make("notice", data), field, deps);
  const file = await keepBytes(SYSTEM, null, `${title}.pdf`, "application/pdf", pdf, deps);
  await inTransaction(async (tx) => {
    // Two workers may have made it at once: the first one's stands.
    if ((await lockNotice(tx, notice.id)).pdfFileId) return;
    const sha256 = statementHash(bytes);
    const statementId = await keepStatement(tx, {
      lotId: notice.lots[0]?.lotId ?? null,
      type: "act",
      bytes,
      sha256,
      cms,
      signerSerial: serial,
      signerName: name,
      subject: notice.id,
      timestamp: true,
    });
    await setAudience(tx, [file.id], "public");
    await saveNotice(tx, notice.id, { pdfFileId: file.id, statementId });
    await logEvent(tx, { lotId: notice.lots[0]?.lotId ?? null, tender, kind: "notice", hash: file.sha256 });
  });
}
