import type { JobName } from "@/lib/store/jobs";
import { archivePack } from "./archive-pack";
import { hubPublish } from "./hub-publish";
import type { Job } from "./job";
import { notifySend } from "./notify-send";
import { openingAdvance } from "./opening-advance";
import { pdfMake } from "./pdf-make";
import { timestampRequest } from "./timestamp-request";

/** What runs each job; a job without a line here does not compile. */
export const JOBS: { readonly [N in JobName]: Job<N> } = {
  "hub.publish": hubPublish,
  "timestamp.request": timestampRequest,
  "notify.send": notifySend,
  "opening.advance": openingAdvance,
  "archive.pack": archivePack,
  "pdf.make": pdfMake,
};
