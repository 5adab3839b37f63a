import type { NoticeContent } from "@/lib/domain/notice-content";
import type { Deps } from "@/lib/usecases/deps";

export const PLATFORM_NAME = "信标 电子招标投标交易平台";

/** Data of the PDF template `notice`: the same content as page and hub record. */
export function noticePdfData(content: NoticeContent, digest: string, at: Date, deps: Pick<Deps, "origin">) {
  const { tendereeName = "", agencyName = "", authority = "" } = content.facts;
  const signer = agencyName || tendereeName;
  return {
    platform: PLATFORM_NAME,
    number: content.number,
    generatedAt: at.toISOString(),
    digest,
    verifyUrl: `${deps.origin}/verify?number=${encodeURIComponent(content.number)}`,
    training: content.training,
    title: content.title,
    author: signer,
    intro: content.intro,
    sections: content.sections,
    closing: { issuers: (authority ? [authority] : [tendereeName, agencyName]).filter(Boolean), at: at.toISOString() },
    signers: [{ field: "tenderee", role: agencyName ? "招标代理机构" : "招标人", name: signer, kind: "organization" }],
  };
}
