import type { SheetFrame } from "./sheet";

/** What every template's data begins with. Instants are ISO strings, amounts decimal yuan (`12345678.90`). */
export type DocumentHead = {
  readonly platform: string;
  readonly number: string;
  readonly generatedAt: string;
  /** SHA-256 (hex) of the canonical record shown; null for documents without one. */
  readonly digest: string | null;
  readonly verifyUrl: string;
  /** A training tender: every page says 演练. */
  readonly training?: boolean;
  /** Not yet signed and in force: every page says 草稿. */
  readonly draft?: boolean;
};

/** The tender and lot as title blocks show them. */
export type TenderBlock = {
  readonly tenderName: string;
  readonly tenderCode: string;
  readonly lotName: string;
  readonly lotCode: string;
  readonly tenderee: { readonly name: string; readonly uscc: string };
  readonly agency: { readonly name: string; readonly uscc: string } | null;
};

export function frameOf(
  head: DocumentHead,
  title: string,
  subject: string,
  author: string,
  landscape = false,
): SheetFrame {
  return {
    platform: head.platform,
    number: head.number,
    title,
    subject,
    author,
    generatedAt: new Date(head.generatedAt),
    digest: head.digest,
    verifyUrl: head.verifyUrl,
    landscape,
    mark: head.draft ? "草稿 DRAFT" : head.training ? "演练" : null,
  };
}

/** Rows of the title block for `facts`. */
export function tenderFacts(tender: TenderBlock): [string, string][] {
  const withCode = (name: string, code: string) => (code ? `${name}　${code}` : name);
  return [
    ["招标项目", withCode(tender.tenderName, tender.tenderCode)],
    ["标段", withCode(tender.lotName, tender.lotCode)],
    ["招标人", withCode(tender.tenderee.name, tender.tenderee.uscc)],
    ["招标代理机构", tender.agency ? withCode(tender.agency.name, tender.agency.uscc) : "自行招标"],
  ];
}
