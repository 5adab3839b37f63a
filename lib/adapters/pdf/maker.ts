import { awardLetter } from "./award-letter";
import { contractSummary } from "./contract-summary";
import { evaluationReport } from "./evaluation-report";
import { notice } from "./notice";
import { openingRecord } from "./opening-record";
import { receipt } from "./receipt";
import { resultNotice } from "./result-notice";
import { embedSignature, prepareSignature } from "./sign-pdf";
import { signedSm3 } from "./verify-pdf";

/** Templates by name; each documents its data at the top of its file. */
const TEMPLATES = {
  notice,
  receipt,
  "opening-record": openingRecord,
  "evaluation-report": evaluationReport,
  "award-letter": awardLetter,
  "result-notice": resultNotice,
  "contract-summary": contractSummary,
} as const;

export type TemplateName = keyof typeof TEMPLATES;
export type TemplateData<T extends TemplateName> = Parameters<(typeof TEMPLATES)[T]>[0];

/** The port `PdfMaker`: documents from data, and their signatures. */
export const pdfMaker = {
  make(template: string, data: unknown): Promise<Uint8Array> {
    const make = (TEMPLATES as Readonly<Record<string, (data: never) => Promise<Uint8Array>>>)[template];
    if (!make) throw new RangeError(`no PDF template ${template}`);
    return make(data as never);
  },
  prepareSignature,
  embedSignature,
  signedSm3,
};
