import type { Deps } from "@/lib/usecases/deps";
import { sealNotice } from "@/lib/usecases/notice/seal-notice";
import type { Job } from "./job";

/** Makes and signs the PDF of one subject; made before, it stays. */
export type PdfSubject = (subjectId: string, deps: Deps) => Promise<void>;

/** Documents that are made afterwards, by kind. Those a person signs are made in the act itself. */
const SUBJECTS: Readonly<Record<string, PdfSubject>> = { notice: sealNotice };

export const pdfMake: Job<"pdf.make"> = async ({ kind, subjectId }, deps) => {
  const make = SUBJECTS[kind];
  if (!make) throw new Error(`no document of kind ${kind}`);
  await make(subjectId, deps);
};
