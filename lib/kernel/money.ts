/** Amounts are integer fen (`bigint`); at the edges a decimal string of yuan. Never a float. */
const YUAN = /^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/;

/** Fen of a decimal string of yuan such as `12345678.9`, or null if it is none. Separators and signs `¥` are not taken. */
export function parseYuan(text: string): bigint | null {
  const match = YUAN.exec(text.trim());
  if (!match) return null;
  const fen = BigInt(match[2] ?? "0") * 100n + BigInt((match[3] ?? "").padEnd(2, "0"));
  return match[1] ? -fen : fen;
}

/** As `parseYuan`. @throws {RangeError} if it is no amount: the caller had it checked already */
export function fen(text: string): bigint {
  const amount = parseYuan(text);
  if (amount === null) throw new RangeError(`not an amount of yuan: ${text}`);
  return amount;
}

/** `12345678.90`: the stored and exchanged form. @param amount fen */
export function yuan(amount: bigint): string {
  const positive = amount < 0n ? -amount : amount;
  return `${amount < 0n ? "-" : ""}${positive / 100n}.${String(positive % 100n).padStart(2, "0")}`;
}

/** `12,345,678.90`: for people. @param amount fen */
export const groupedYuan = (amount: bigint): string => yuan(amount).replace(/\B(?=(\d{3})+\.)/g, ",");

/** `bp` basis points of an amount, rounded down: caps are never exceeded by rounding. */
export const shareDown = (amount: bigint, bp: number): bigint => (amount * BigInt(bp)) / 10_000n;

/** `bp` basis points of a non-negative amount, half up. */
export const shareHalfUp = (amount: bigint, bp: number): bigint => (amount * BigInt(bp) + 5_000n) / 10_000n;

const DIGITS = "零壹贰叁肆伍陆柒捌玖";
const PLACES = ["", "拾", "佰", "仟"];
const GROUPS = ["", "万", "亿", "万亿"];

/**
 * An amount in capitals: `壹亿贰仟叁佰万零肆佰元伍角整`, as in bids, letters and contracts.
 *
 * @param amount fen, not negative, below 10 quadrillion yuan
 */
export function capitals(amount: bigint): string {
  if (amount < 0n || amount >= 10n ** 18n) throw new RangeError(`no capitals for ${amount} fen`);
  const [whole, cents] = [amount / 100n, Number(amount % 100n)];
  const [jiao, fenDigit] = [Math.floor(cents / 10), cents % 10];
  const head = whole > 0n ? `${integerCapitals(whole)}元` : "";
  if (cents === 0) return `${head || "零元"}整`;
  const gap = jiao === 0 && head ? "零" : "";
  return head + gap + (jiao ? `${DIGITS[jiao]}角` : "") + (fenDigit ? `${DIGITS[fenDigit]}分` : "整");
}

function integerCapitals(value: bigint): string {
  const groups: number[] = [];
  for (let rest = value; rest > 0n; rest /= 10_000n) groups.push(Number(rest % 10_000n));
  let text = "";
  let zeroPending = false;
  for (let index = groups.length - 1; index >= 0; index -= 1) {
    const group = groups[index] ?? 0;
    if (group === 0) {
      zeroPending = text !== "";
      continue;
    }
    if (text !== "" && (zeroPending || group < 1000)) text += "零";
    // 万亿 needs 亿 only once where the 亿 group itself is written as well.
    const name = index === 3 && (groups[2] ?? 0) > 0 ? "万" : (GROUPS[index] ?? "");
    text += groupCapitals(group) + name;
    zeroPending = false;
  }
  return text;
}

function groupCapitals(group: number): string {
  const digits = [...String(group).padStart(4, "0")].map(Number);
  let text = "";
  let zero = false;
  digits.forEach((digit, index) => {
    if (digit === 0) zero = text !== "";
    else {
      text += `${zero ? "零" : ""}${DIGITS[digit]}${PLACES[3 - index]}`;
      zero = false;
    }
  });
  return text;
}

const UNIT_VALUE: Readonly<Record<string, bigint>> = { 拾: 10n, 佰: 100n, 仟: 1000n };
const SIMPLE: Readonly<Record<string, string>> = {
  一: "壹",
  二: "贰",
  三: "叁",
  四: "肆",
  五: "伍",
  六: "陆",
  七: "柒",
  八: "捌",
  九: "玖",
  〇: "零",
  两: "贰",
  十: "拾",
  百: "佰",
  千: "仟",
  圆: "元",
  正: "整",
};

/**
 * Fen of an amount in capitals (or plain numerals), or null where it cannot be read with certainty.
 * Words prevail over figures, so they must be readable.
 */
export function parseCapitals(text: string): bigint | null {
  const plain = [...text.trim().replace(/^人民币/, "")].map((character) => SIMPLE[character] ?? character).join("");
  const match = /^(?:(.+)元)?(?:零)?(?:([壹贰叁肆伍陆柒捌玖])角)?(?:零)?(?:([壹贰叁肆伍陆柒捌玖])分)?整?$/.exec(plain);
  if (!match || plain === "" || plain === "整") return null;
  const whole = match[1] === undefined ? 0n : parseInteger(match[1]);
  if (whole === null) return null;
  return (
    whole * 100n +
    BigInt(Math.max(0, DIGITS.indexOf(match[2] ?? "零"))) * 10n +
    BigInt(Math.max(0, DIGITS.indexOf(match[3] ?? "零")))
  );
}

function parseInteger(text: string): bigint | null {
  const [beforeYi, ...afterYi] = text.split("亿");
  if (afterYi.length > 1) return null;
  if (afterYi.length === 1) {
    const [high, low] = [parseWan(beforeYi ?? ""), parseWan(afterYi[0] ?? "")];
    return high === null || low === null || high === 0n ? null : high * 100_000_000n + low;
  }
  return parseWan(text);
}

function parseWan(text: string): bigint | null {
  const parts = text.split("万");
  if (parts.length > 2) return null;
  if (parts.length === 2) {
    const [high, low] = [parseGroup(parts[0] ?? ""), parseGroup(parts[1] ?? "")];
    return high === null || low === null || high === 0n ? null : high * 10_000n + low;
  }
  return parseGroup(text);
}

/** Below ten thousand: digit and unit in falling order. */
function parseGroup(text: string): bigint | null {
  let total = 0n;
  let last = 10_000n;
  for (const match of text.matchAll(/零*(?:([壹贰叁肆伍陆柒捌玖])?([拾佰仟])|([壹贰叁肆伍陆柒捌玖])(?=$))|零+$|(.)/g)) {
    const [, digit, unit, single, wrong] = match;
    if (wrong !== undefined) return null;
    if (unit === undefined && single === undefined) continue;
    const value = unit === undefined ? 1n : (UNIT_VALUE[unit] ?? 0n);
    // Only 拾 may stand without a digit before it (拾伍).
    if (value >= last || (unit !== undefined && digit === undefined && unit !== "拾")) return null;
    total += BigInt(DIGITS.indexOf(digit ?? single ?? "壹")) * value;
    last = value;
  }
  return total;
}
