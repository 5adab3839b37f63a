/** Types of notices; each is one list on the public site. */
export type NoticeType =
  | "tenderNotice"
  | "amendmentNotice"
  | "candidateNotice"
  | "resultNotice"
  | "contractNotice"
  | "failureNotice"
  | "suspensionNotice"
  | "resumptionNotice"
  | "terminationNotice";

export const NOTICE_TYPES: readonly NoticeType[] = [
  "tenderNotice",
  "amendmentNotice",
  "candidateNotice",
  "resultNotice",
  "contractNotice",
  "failureNotice",
  "suspensionNotice",
  "resumptionNotice",
  "terminationNotice",
];

/** The letters a notice's number carries. */
export const NOTICE_LETTERS: Readonly<Record<NoticeType, string>> = {
  tenderNotice: "ZB",
  amendmentNotice: "BG",
  candidateNotice: "HX",
  resultNotice: "JG",
  contractNotice: "HT",
  failureNotice: "LB",
  suspensionNotice: "ZT",
  resumptionNotice: "HF",
  terminationNotice: "ZZ",
};

export type NoticeRow = { readonly label: string; readonly value: string };
export type NoticeTable = { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
export type NoticeSection = {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly rows: readonly NoticeRow[];
  readonly table?: NoticeTable;
};

/**
 * The whole text of a notice, from which page, PDF and hub record are made: one source, so that none can differ.
 * `facts` hold what R-37 demands, so that a machine can check it.
 */
export type NoticeContent = {
  readonly type: NoticeType;
  readonly number: string;
  readonly title: string;
  /** Title of the notice that this one changes or ends. */
  readonly originalId: string | null;
  readonly tender: { readonly code: string; readonly name: string };
  readonly lots: readonly { readonly code: string; readonly name: string }[];
  readonly intro: string;
  readonly sections: readonly NoticeSection[];
  readonly facts: Readonly<Record<string, string>>;
  readonly training: boolean;
};

/** What a tender notice must state, by key of `facts`. */
export const REQUIRED_FACTS = [
  "projectName",
  "content",
  "scale",
  "fundSource",
  "qualification",
  "consortium",
  "documentsWay",
  "documentsFrom",
  "documentsTo",
  "deadline",
  "submissionWay",
  "tendereeName",
  "tendereeAddress",
  "tendereeContact",
  "platformUrl",
  "objectionName",
  "objectionPhone",
] as const;

/** Facts that are demanded and empty. Agency facts are demanded where there is an agency. */
export function missingFacts(content: NoticeContent): readonly string[] {
  const { facts } = content;
  const wanted: readonly string[] = facts.agencyName
    ? [...REQUIRED_FACTS, "agencyAddress", "agencyContact"]
    : REQUIRED_FACTS;
  return wanted.filter((fact) => !facts[fact]?.trim());
}

/** Types that change or end another notice and must name it. */
export const refersToOther = (type: NoticeType): boolean =>
  type === "amendmentNotice" ||
  type === "suspensionNotice" ||
  type === "resumptionNotice" ||
  type === "terminationNotice";
