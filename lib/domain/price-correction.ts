import { fen, parseYuan, yuan } from "@/lib/kernel/money";
import * as exact from "@/lib/kernel/rational";
import { amountOf, type Correction, correctLine } from "./scoring-correction";

/** An arithmetic fault as the committee read it in a bid: a line of its priced bill, or its price in words. */
export type PriceFault =
  | {
      readonly kind: "line";
      readonly name: string;
      readonly page: string;
      /** Decimal strings as they stand in the bid. */
      readonly quantity: string;
      readonly unitPrice: string;
      readonly total: string;
    }
  | { readonly kind: "words"; readonly page: string; readonly words: string };

export type FaultFound = {
  readonly correction: Correction;
  /** What the price of the bid changes by, fen; zero where only a unit price was misplaced. */
  readonly deltaFen: bigint;
};

const PLAIN = /^(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?$/;

/**
 * What R-116 makes of a fault, or null where there is none: words over figures, unit price over total unless its decimal
 * point is obviously misplaced. Nobody types the corrected number.
 *
 * @param price the price of the opening record, yuan
 */
export function faultFound(fault: PriceFault, price: string): FaultFound | null {
  if (fault.kind === "words") {
    const made = amountOf(fault.words, price);
    if (!made?.correction || fen(made.amount) <= 0n) return null;
    return { correction: made.correction, deltaFen: fen(made.amount) - fen(price) };
  }
  const { quantity, unitPrice, total } = fault;
  if (![quantity, unitPrice, total].every((one) => PLAIN.test(one))) return null;
  const { line, correction } = correctLine({ quantity, unitPrice, total });
  if (!correction) return null;
  const stated = exact.fixed(exact.decimal(total), 2);
  const deltaFen = fen(line.total) - fen(stated);
  return fen(price) + deltaFen > 0n ? { correction, deltaFen } : null;
}

/** Whether a price is left after these changes: each may take off less than there is, and all together more. */
export const leavesAPrice = (price: string, deltas: readonly bigint[]): boolean =>
  deltas.reduce((sum, delta) => sum + delta, fen(price)) > 0n;

/** The same fault found once more: a line by its name and place, the words of a price only once. */
export const sameFault = (a: PriceFault, b: PriceFault): boolean =>
  a.kind === "line" && b.kind === "line" ? a.name === b.name && a.page === b.page : a.kind === b.kind;

/** As signed statements hold it: every text composed. */
export const normalFault = (fault: PriceFault): PriceFault =>
  fault.kind === "line"
    ? { ...fault, name: fault.name.normalize("NFC") }
    : { ...fault, words: fault.words.normalize("NFC") };

/**
 * Two corrections of one price that cannot both count: the words give the whole price, a line changes the sum that the
 * figures give, and nobody can tell whether the words hold that line's fault too. Counted together it might be counted twice.
 */
export const excludeEachOther = (a: Standing, b: Standing): boolean =>
  a.fault.kind !== b.fault.kind && a.deltaFen !== 0n && b.deltaFen !== 0n;

type Standing = { readonly fault: PriceFault; readonly deltaFen: bigint };

export type Corrected = {
  readonly digest: string;
  readonly deltaFen: bigint;
  /** The bidder's signed word; null: it has not answered. */
  readonly accepted: boolean | null;
};

/** The price a bid is evaluated at: as it was read out, with every correction its bidder accepted. Yuan. */
export function evaluatedPrice(digest: string, price: string, corrections: readonly Corrected[]): string {
  const stated = parseYuan(price);
  if (stated === null) return price;
  return yuan(
    corrections
      .filter((one) => one.digest === digest && one.accepted === true)
      .reduce((sum, { deltaFen }) => sum + deltaFen, stated),
  );
}

/** A fault and its correction in the words of the committee's question, which is a Chinese document. */
export function correctionWords(fault: PriceFault, { correction, deltaFen }: FaultFound, price: string): string {
  const at = fault.page ? `（第 ${fault.page} 页）` : "";
  const after = yuan(fen(price) + deltaFen);
  const ask = "请确认是否接受上述修正。修正经确认后对贵方具有约束力。";
  if (fault.kind === "words")
    return `贵方投标函${at}的大写金额“${fault.words}”为 ${correction.corrected} 元，与小写金额 ${correction.stated} 元不一致，以大写金额为准，投标报价由 ${price} 元修正为 ${after} 元。${ask}`;
  const { name, quantity, unitPrice, total } = fault;
  const line = `贵方已标价清单${at}“${name}”一项，数量 ${quantity}，单价 ${unitPrice} 元，合价 ${total} 元。`;
  if (correction.by === "decimalPoint")
    return `${line}单价的小数点明显错位，以合价为准，单价修正为 ${correction.corrected} 元，投标报价 ${price} 元不变。${ask}`;
  return `${line}单价与数量的乘积为 ${correction.corrected} 元，与合价不一致，以单价为准修正合价，投标报价由 ${price} 元修正为 ${after} 元（仅计本项修正）。${ask}`;
}
