import { z } from "zod";
import { type Bytes, fromBase64url, fromHex, label, sameBytes } from "./bytes";
import { parseCanonical } from "./canonical";
import { reject } from "./reasons";
import { base64urlPattern, validUscc } from "./shape";
import { SUITE_1 } from "./suite";

/** The opening form: what is read out. Every member a string; `price` a decimal with two places (protocol §2.6). */
export type Form = Readonly<Record<string, string>>;

export const formCommit = (bytes: Uint8Array, suite = SUITE_1): Bytes => suite.hash(label("form"), bytes);
export const PRICE = /^(0|[1-9][0-9]{0,17})\.[0-9]{2}$/;

/** For the published schemas: what `parseForm` judges. Which members there are besides is the tender document's matter. */
export const formShape = z.record(z.string(), z.unknown()).meta({
  properties: {
    blind: { type: "string", pattern: base64urlPattern(32) },
    consortium: { type: "string", pattern: "^[0-9A-HJ-NPQRTUWXY]{18}( [0-9A-HJ-NPQRTUWXY]{18})*$" },
    price: { type: "string", pattern: PRICE.source },
    x: { type: ["string", "object"], maxLength: 1000 },
  },
  required: ["blind", "price"],
  additionalProperties: { type: "string", maxLength: 1000 },
});

/** @throws reason `form` */
export function parseForm(bytes: Uint8Array): Form {
  const value = parseCanonical(bytes);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return reject("form", "not an object");
  const form: Record<string, string> = {};
  for (const [name, member] of Object.entries(value)) {
    if (name === "x" && typeof member === "object" && member !== null && !Array.isArray(member)) continue;
    if (typeof member !== "string" || [...member].length > 1000) return reject("form", name);
    form[name] = member;
  }
  if (form.price === undefined || !PRICE.test(form.price)) reject("form", "price");
  if (form.blind === undefined) reject("form", "blind");
  try {
    fromBase64url(form.blind, 32);
  } catch {
    reject("form", "blind");
  }
  if (form.consortium !== undefined) checkConsortium(form.consortium);
  return form;
}

/** Codes of the other members of a consortium, rising, one space between them. */
function checkConsortium(text: string): void {
  const codes = text.split(" ");
  const rising = codes.every((code, at) => at === 0 || codes[at - 1]! < code);
  if (!rising || !codes.every(validUscc)) reject("form", "consortium");
}

/** @throws reason `form-commit` */
export function checkForm(bytes: Uint8Array, commit: string, suite = SUITE_1): Form {
  if (!sameBytes(formCommit(bytes, suite), fromHex(commit))) reject("form-commit", "not the form that was sealed");
  return parseForm(bytes);
}
