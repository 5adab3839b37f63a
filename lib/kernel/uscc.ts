/** No I, O, S, V, Z: they are mistaken for digits (GB 32100). */
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const SHAPE = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

/**
 * The check character of a unified social credit code (统一社会信用代码, GB 32100-2015), weights 3^(i−1) mod 31.
 *
 * @param body the first 17 characters @throws {RangeError} if a character is not of the alphabet
 */
export function usccCheck(body: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of body) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) throw new RangeError(`not in the alphabet of credit codes: ${character}`);
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** Whether `text` is a credit code in its stored form (capitals) with the right check character. */
export const isUscc = (text: string): boolean => SHAPE.test(text) && usccCheck(text.slice(0, 17)) === text[17];

/** A code as it is stored, from what somebody typed or pasted: capitals, full-width characters narrowed, no blanks or hyphens. */
export const compactCode = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[\s\u2010-\u2015-]/g, "")
    .toUpperCase();

/** The stored form of what somebody typed, or null if it is no valid code. */
export function normaliseUscc(text: string): string | null {
  const code = compactCode(text);
  return isUscc(code) ? code : null;
}
