const CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** Whether this is a unified social credit code with a right check character (GB 32100). Capital letters only. */
export function isCreditCode(text: string): boolean {
  if (!/^[1-9A-Y][1-9A-Z]\d{6}[0-9A-Z]{10}$/.test(text)) return false;
  let sum = 0;
  let weight = 1;
  for (const character of text.slice(0, 17)) {
    const value = CHARACTERS.indexOf(character);
    if (value < 0) return false;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return CHARACTERS[(31 - (sum % 31)) % 31] === text[17];
}
