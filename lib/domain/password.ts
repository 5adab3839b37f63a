export const PASSWORD_LENGTH = { min: 12, max: 128 } as const;

/** Beginnings of what is tried first everywhere; compared in lower case with digits and signs at the end taken off. */
const COMMON = [
  "password",
  "passw0rd",
  "p@ssw0rd",
  "qwertyuiop",
  "qwerty",
  "admin",
  "administrator",
  "iloveyou",
  "welcome",
  "woaini",
  "xinbiao",
  "zhaobiao",
  "toubiao",
  "abc",
  "aa",
];

/**
 * Whether a password is too weak: short, common, one character or run repeated, or built from the account's name.
 * Length counts, mixtures do not: rules for mixtures make people write `Password2026!`.
 */
export function isWeakPassword(password: string, login: string): boolean {
  const text = password.normalize("NFKC").toLowerCase();
  if ([...text].length < PASSWORD_LENGTH.min || [...text].length > PASSWORD_LENGTH.max) return true;
  if (new Set(text).size < 6) return true;
  if (login.length >= 3 && text.includes(login.toLowerCase())) return true;
  const core = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  return core === "" || COMMON.includes(core);
}
