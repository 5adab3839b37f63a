import type { BondForm } from "./bond";
import type { MethodTerms } from "./method-terms";

/**
 * The terms of a lot, section by section: what the editor drafts, the compliance check judges, the document set issues
 * and bids, opening and evaluation read. Plain JSON: money and marks are decimal strings, instants ISO strings.
 */
export type Terms = {
  readonly qualification?: QualificationTerms;
  readonly technical?: TechnicalTerms;
  readonly price?: PriceTerms;
  readonly method?: MethodTerms;
  readonly contract?: ContractTerms;
  readonly form?: FormTerms;
  readonly bond?: BondTerms;
  readonly schedule?: ScheduleTerms;
  readonly contact?: ContactTerms;
  readonly opening?: OpeningTerms;
  readonly files?: FilesTerms;
};

export const SECTIONS = [
  "qualification",
  "technical",
  "price",
  "method",
  "contract",
  "form",
  "bond",
  "schedule",
  "contact",
  "opening",
  "files",
] as const satisfies readonly (keyof Terms)[];
export type Section = (typeof SECTIONS)[number];

/** Terms with every section: what may be issued. */
export type CompleteTerms = Required<Terms>;

/** Code list of the hub: 1 certificate, 2 performance, 3 manager's certificate, 4 title, 5 manager's performance, 9 other. */
export type RequirementKind = "1" | "2" | "3" | "4" | "5" | "9";

export type QualificationTerms = {
  readonly requirements: readonly { readonly kind: RequirementKind; readonly text: string }[];
  readonly consortium: boolean;
  readonly consortiumMax: number;
};

export type TechnicalTerms = {
  readonly requirements: string;
  readonly standards: string;
  /** Quality that is asked, as the bid form states it: 合格. */
  readonly quality: string;
};

export type PriceTerms = {
  /** Ceiling price in yuan, two decimals; null: by the method below. There is no floor price. */
  readonly ceiling: string | null;
  readonly ceilingMethod: string;
  readonly requirements: string;
  /** Commitment to a reference price, hex; null: there is none. */
  readonly referenceCommitment: string | null;
  /** Price of the documents in yuan; "0.00" by default. */
  readonly documentFee: string;
};

export type ContractTerms = {
  readonly mainTerms: string;
  readonly payment: string;
  /** Performance bond in basis points of the contract price, at most 1000; 0: none. */
  readonly performanceBondBp: number;
};

/** One line of the bid form beside price, duration, quality and manager, which every form has. */
export type FormField = {
  readonly key: string;
  readonly label: string;
  readonly required: boolean;
  readonly hint: string;
};

export type FormTerms = {
  readonly fields: readonly FormField[];
  /** Files a bid consists of, by role. */
  readonly attachments: readonly { readonly role: string; readonly label: string; readonly required: boolean }[];
};

export type BondTerms = {
  readonly required: boolean;
  /** Yuan, two decimals. */
  readonly amount: string;
  readonly forms: readonly BondForm[];
};

export type ScheduleTerms = {
  /** From when the documents can be had: never before the publication, which is taken where this lies in the past. */
  readonly documentsFrom: string;
  readonly documentsTo: string;
  readonly questionsUntil: string;
  readonly deadline: string;
  /** Bid validity, days from the day of the deadline. */
  readonly validityDays: number;
};

export type ContactTerms = {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly address: string;
};

export type OpeningTerms = {
  /** 1: AES-256-GCM, SHA-256; 2: SM4-GCM, SM3. Absent in documents of older days: 1. */
  readonly suite?: 1 | 2;
  /** 2: prices are sealed apart and opened in a session of their own, after the technical review. Absent: 1. */
  readonly envelopes?: 1 | 2;
  readonly windowSeconds: number;
  readonly remedySeconds: number;
  /** In the remedial window the plaintext may be submitted again (protocol §2.11, 6). Absent: no. */
  readonly resubmit?: boolean;
  /** Trustees that must act together. */
  readonly k: number;
  /** Places of the trustees that were chosen, in the list the platform knows. */
  readonly trustees: readonly number[];
  /** How many bidders must be opened for the session to go on; fewer: failed. */
  readonly failBelow: number;
};

export type FilesTerms = {
  readonly files: readonly {
    readonly fileId: string;
    readonly name: string;
    readonly role: "main" | "drawing" | "boq" | "other";
  }[];
};

/** Sections nothing has been entered into yet. */
export const missingSections = (terms: Terms): readonly Section[] =>
  SECTIONS.filter((section) => terms[section] === undefined);

export const isComplete = (terms: Terms): terms is CompleteTerms => missingSections(terms).length === 0;
