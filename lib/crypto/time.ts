import { type Der, malformed, TAG } from "./der";

/**
 * UTCTime or GeneralizedTime as RFC 5280 §4.1.2.5 allows: seconds always, `Z` always, no fractions unless
 * `fractions` (RFC 3161 genTime may have them; digits past the millisecond are cut).
 * @throws code MALFORMED
 */
export function readTime(element: Der | undefined, fractions = false): Date {
  if (!element) return malformed("time missing");
  const text = Array.from(element.content, (octet) => String.fromCharCode(octet)).join("");
  if (element.tag === TAG.utcTime && /^\d{12}Z$/.test(text)) {
    const century = Number(text.slice(0, 2)) >= 50 ? "19" : "20";
    return exact(`${century}${text.slice(0, 12)}`, "");
  }
  const match = /^(\d{14})(?:\.(\d*[1-9]))?Z$/.exec(text);
  if (element.tag !== TAG.generalizedTime || !match || (match[2] !== undefined && !fractions)) return malformed("time");
  return exact(match[1]!, match[2] ?? "");
}

function exact(digits: string, fraction: string): Date {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(digits)!;
  const text = `${y}-${mo}-${d}T${h}:${mi}:${s}.${fraction.slice(0, 3).padEnd(3, "0")}Z`;
  const at = new Date(text);
  // The 31st of February would roll over silently.
  if (Number.isNaN(at.getTime()) || at.toISOString() !== text) return malformed("time that does not exist");
  return at;
}
