import { z } from "zod";

/** Records as the data dictionary §6 wants them; a field beyond these is taken as it comes. */
const text = (max: number) => z.string().min(1).max(max);
const big = z.string().min(1);
const code = (length: number) => z.string().regex(new RegExp(`^[A-Z]\\d{6}[0-9A-Z]{${length - 7}}$`));
const project = code(17);
const tender = code(20);
const lot = code(23);
const region = z.string().regex(/^\d{6}$/);
const one = z.string().regex(/^[0-9A-Z]$/);
/** `yyyyMMddHHmmss`, or an instant of ISO 8601. */
const time = z.union([z.string().regex(/^\d{14}$/), z.iso.datetime({ offset: true })]);
const money = z.string().regex(/^\d{1,14}(\.\d{1,6})?$/);
const lots = z.union([
  z.array(lot).min(1),
  z.string().refine((list) => list.split(",").every((item) => lot.safeParse(item).success)),
]);

const notice = {
  NOTICE_NAME: text(600),
  NOTICE_CONTENT: big,
  NOTICE_SEND_TIME: time,
  NOTICE_MEDIA: text(1000),
  URL: text(500),
};

/** A list of bidders, experts or candidates: one record per entry, or one with the list inside. */
const listed = (fields: z.ZodRawShape) => {
  const entry = z.looseObject(fields);
  return z.union([
    z.array(entry),
    z.looseObject({ BID_SECTION_CODE: lot }).refine((record) => holdsList(record, entry)),
  ]);
};

function holdsList(record: Record<string, unknown>, entry: z.ZodType): boolean {
  if (entry.safeParse(record).success) return true;
  const list = Object.values(record).find((value): value is unknown[] => Array.isArray(value));
  return list?.every((item) => entry.safeParse(item).success) ?? false;
}

export const RECORDS: Readonly<Record<number, { readonly name: string; readonly schema: z.ZodType }>> = {
  500: {
    name: "PROJECT",
    schema: z.looseObject({
      PROJECT_CODE: project,
      PROJECT_NAME: text(600),
      REGION_CODE: region,
      LEGAL_PERSON: text(200),
      INDUSTRIES_TYPE: z.string().regex(/^[A-T]\d{2}$/),
      FUND_SOURCE: text(1000),
      PROJECT_SCALE: text(4000),
      CONTACTOR: text(100),
      CREATE_TIME: time,
    }),
  },
  501: {
    name: "TENDER_PROJECT",
    schema: z.looseObject({
      PROJECT_CODE: project,
      TENDER_PROJECT_CODE: tender,
      TENDER_PROJECT_NAME: text(600),
      TENDER_PROJECT_TYPE: z.string().regex(/^[A-D]\d{2}$/),
      REGION_CODE: region,
      TENDER_CONTENT: big,
      TENDERER_NAME: text(200),
      TENDERER_CODE: z.string().length(18),
      TENDER_MODE: one,
      TENDER_ORGANIZE_FORM: one,
      CREATE_TIME: time,
      SUPERVISE_DEPT_NAME: text(200),
    }),
  },
  502: {
    name: "SECTION",
    schema: z.looseObject({
      TENDER_PROJECT_CODE: tender,
      BID_SECTION_CODE: lot,
      BID_SECTION_NAME: text(500),
      BID_ECTION_NUM: z.string().regex(/^\d$/),
      BID_TENDER_MODE: one,
      REGION_CODE: region,
      BID_SECTION_CONTENT: big,
      TENDER_PROJECT_CLASSIFY_CODE: text(30),
      CONTRACT_RECKON_PRICE: money,
      CREATE_TIME: time,
    }),
  },
  503: {
    name: "TENDER_ANN_QUA_INQUERY_ANN",
    schema: z.looseObject({ ...notice, BID_SECTION_CODES: lots, NOTICE_NATURE: one, BULLETIN_TYPE: one }),
  },
  504: {
    name: "TENDER_FILE_CLARI_MODI",
    schema: z.looseObject({
      DOC_NO: code(26),
      DOC_NAME: text(600),
      BID_DOC_REFER_END_TIME: time,
      VALID_PERIOD: z.string().regex(/^\d{1,4}$/),
      EVALUATING_METHOD: big,
      BID_OPEN_TIME: time,
      SUBMIT_TIME: time,
      URL: text(500),
    }),
  },
  507: { name: "TENDER_LIST", schema: listed({ BIDDER_NAME: text(300), BIDDER_ORG_CODE: z.string().length(18) }) },
  508: { name: "BID_EVALUATION_EXPERT", schema: listed({ EXPERT_NAME: text(50), IS_CHAIR_MAN: one }) },
  509: { name: "EVALUATION_REPORT", schema: z.looseObject({ EVALUATION_CONTENT: big, SUBMIT_TIME: time }) },
  510: {
    name: "TENDER_CANDIDATE",
    schema: listed({ WIN_CANDIDATE_NAME: text(300), WIN_CANDIDATE_CODE: z.string().length(18) }),
  },
  511: {
    name: "TENDER_CANDIDATE_ANNOUNCE",
    schema: z.looseObject({
      PUBLICITY_NAME: text(600),
      PUBLICITY_CONTENT: big,
      PUBLICITY_START_TIME: time,
      PUBLICITY_END_TIME: time,
    }),
  },
  512: {
    name: "CONTRACT_PERFORMANCE",
    schema: z.looseObject({ CONTRACT_NAME: text(600), CONTRACT_PRICE: money, CONTRACT_SIGN_TIME: time }),
  },
  513: {
    name: "WIN_RESULT_ANNO",
    schema: z.looseObject({ WIN_BIDDER_NAME: text(300), WIN_BIDDER_CODE: z.string().length(18), BID_AMOUNT: money }),
  },
  517: {
    name: "TENDER_ABNORMITY_REPORT",
    schema: z.looseObject({
      EXCEPITON_NAME: text(600),
      EXCEPITON_INFOR: big,
      EXCEPITON_TYPE: z.enum(["1", "2", "3", "9"]),
    }),
  },
};

/** The neutral message (data dictionary §8.2). */
export const messageSchema = z.strictObject({
  attachments: z.array(z.unknown()),
  id: z.uuid(),
  key: z.string().min(1).max(100),
  kind: z.int().min(500).max(599),
  occurredAt: z.iso.datetime(),
  op: z.enum(["create", "update", "cancel"]),
  payload: z.unknown(),
  prevHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  producedAt: z.iso.datetime(),
  sender: z.string().length(18),
  version: z.string().regex(/^\d{14}(-\d+)?$/),
});
export type Message = z.infer<typeof messageSchema>;

/** What a record lacks, in one line; null if it is as the dictionary wants it. */
export function flawOf({ kind, payload }: Message): string | null {
  const record = RECORDS[kind];
  if (!record) return `unknown record ${kind}`;
  const result = record.schema.safeParse(payload);
  if (result.success) return null;
  const [issue] = result.error.issues;
  return `${record.name} ${issue?.path.join(".") || "record"}: ${issue?.message ?? "wrong"}`;
}
