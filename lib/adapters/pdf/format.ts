/** Beijing time is UTC+8 all year. */
const BEIJING_MS = 8 * 3_600_000;

const beijing = (at: Date): Date => new Date(at.getTime() + BEIJING_MS);
const two = (n: number): string => String(n).padStart(2, "0");

/** `2026年12月1日9时30分00秒` */
export function longTime(at: Date): string {
  const d = beijing(at);
  return `${longDate(at)}${d.getUTCHours()}时${two(d.getUTCMinutes())}分${two(d.getUTCSeconds())}秒`;
}

/** `2026年12月1日` */
export function longDate(at: Date): string {
  const d = beijing(at);
  return `${d.getUTCFullYear()}年${d.getUTCMonth() + 1}月${d.getUTCDate()}日`;
}

/** `09:30:00` */
export function clockTime(at: Date): string {
  const d = beijing(at);
  return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`;
}

/** `12345678.90` as `12,345,678.90` */
export const grouped = (amount: string): string => amount.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");

const DIGITS = "零壹贰叁肆伍陆柒捌玖";
const PLACES = ["", "拾", "佰", "仟"];
const GROUPS = ["", "万", "亿", "万亿"];

/** An amount in yuan (`12345678.90`) in capitals, as on cheques: 壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元玖角. */
export function capitals(amount: string): string {
  const match = /^(\d{1,16})(?:\.(\d)(\d))?$/.exec(amount);
  if (!match) throw new RangeError(`not an amount: ${amount}`);
  const yuan = whole(match[1]!);
  const [jiao, fen] = [Number(match[2] ?? 0), Number(match[3] ?? 0)];
  const head = yuan === "" ? "" : `${yuan}元`;
  if (jiao === 0 && fen === 0) return `${head || "零元"}整`;
  const gap = jiao === 0 && head !== "" ? "零" : "";
  return head + gap + (jiao ? `${DIGITS[jiao]}角` : "") + (fen ? `${DIGITS[fen]}分` : "");
}

function whole(digits: string): string {
  const groups = digits.replace(/^0+/, "").padStart(Math.ceil(digits.length / 4) * 4, "0").match(/\d{4}/g) ?? [];
  let text = "";
  groups.forEach((group, i) => {
    const words = four(group);
    if (words === "") return;
    const gap = text !== "" && (group.startsWith("0") || /0000/.test(groups.slice(0, i).at(-1) ?? "")) ? "零" : "";
    text += gap + words + (GROUPS[groups.length - 1 - i] ?? "");
  });
  return text;
}

function four(group: string): string {
  let text = "";
  let gap = false;
  Array.from(group, Number).forEach((digit, i) => {
    if (digit === 0) gap = text !== "";
    else {
      text += (gap ? "零" : "") + DIGITS[digit] + PLACES[3 - i];
      gap = false;
    }
  });
  return text;
}

/** Hex in groups, for people who compare by eye. */
export const spacedHex = (hex: string, group: number): string => hex.match(new RegExp(`.{1,${group}}`, "g"))?.join(" ") ?? hex;
