const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";
const SHAPE = /^[A-D]\d{2}-[0-9A-HJ-NPQRTUWXY]{18}-\d{8}-\d{6}-[0-9A-Z*]$/;

/**
 * ISO 7064 MOD 37-2. Computed step by step, so that no power of two overflows: a known implementation gets long codes
 * wrong that way (data-dictionary.md §3).
 */
export function mod372(payload: string): string {
  let p = 0;
  for (const character of payload) {
    const value = ALPHABET.indexOf(character);
    if (value < 0 || value > 35) throw new RangeError(`not in the alphabet of deal codes: ${character}`);
    p = ((p + value) * 2) % 37;
  }
  return ALPHABET.charAt((38 - p) % 37);
}

/**
 * A unified deal code (统一交易标识码).
 *
 * @param type   three characters, e.g. `A01` @param uscc credit code of the tenderee
 * @param date   `yyyyMMdd` @param serial one to six digits
 */
export function dealCode(type: string, uscc: string, date: string, serial: string): string {
  const parts = [type, uscc, date, serial.padStart(6, "0")];
  const code = `${parts.join("-")}-${mod372(parts.join(""))}`;
  if (!SHAPE.test(code)) throw new RangeError(`not a deal code: ${code}`);
  return code;
}

/** What is wrong with a deal code, or null. On codes that come in a wrong check character is only a warning. */
export function dealCodeFault(code: string): "form" | "check" | null {
  if (!SHAPE.test(code)) return "form";
  return mod372(code.slice(0, -2).replaceAll("-", "")) === code.at(-1) ? null : "check";
}
