import { type Bytes, fromHex, hash, label, sameBytes } from "./bytes";
import { parseCanonical } from "./canonical";
import { reject } from "./reasons";
import { fromBase64url } from "./bytes";

/** The opening form: what is read out. Every member a string; `price` a decimal with two places (protocol §2.6). */
export type Form = Readonly<Record<string, string>>;

export const formCommit = (bytes: Uint8Array): Bytes => hash(label("form"), bytes);
export const PRICE = /^(0|[1-9][0-9]{0,17})\.[0-9]{2}$/;

/** @throws reason `form` */
export function parseForm(bytes: Uint8Array): Form {
  const value = parseCanonical(bytes);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return reject("form", "not an object");
  const form: Record<string, string> = {};
  for (const [name, member] of Object.entries(value)) {
    if (name === "x" && typeof member === "object") continue;
    if (typeof member !== "string" || [...member].length > 1000) return reject("form", name);
    form[name] = member;
  }
  if (form.price === undefined || !PRICE.test(form.price)) reject("form", "price");
  fromBase64url(form.blind ?? "", 32);
  return form;
}

/** @throws reason `form-commit` */
export function checkForm(bytes: Uint8Array, commit: string): Form {
  if (!sameBytes(formCommit(bytes), fromHex(commit))) reject("form-commit", "not the form that was sealed");
  return parseForm(bytes);
}
