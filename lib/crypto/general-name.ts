import { type Der, malformed, readDer } from "./der";
import { type Name, readName } from "./name";

/** The forms of GeneralName (RFC 5280 §4.2.1.6) that constraints and scopes are compared by. */
export type GeneralName =
  | { readonly form: "email" | "dns" | "uri"; readonly text: string }
  | { readonly form: "ip"; readonly octets: Uint8Array }
  | { readonly form: "directory"; readonly name: Name }
  | { readonly form: "other"; readonly tag: number; readonly bytes: Uint8Array };

const ascii = (content: Uint8Array): string => {
  let text = "";
  for (const octet of content) {
    if (octet > 0x7f) return malformed("IA5String with other characters");
    text += String.fromCharCode(octet);
  }
  return text;
};

/** @throws code MALFORMED */
export function readGeneralName(element: Der): GeneralName {
  switch (element.tag) {
    case 0x81:
      return { form: "email", text: ascii(element.content) };
    case 0x82:
      return { form: "dns", text: ascii(element.content) };
    case 0x86:
      return { form: "uri", text: ascii(element.content) };
    case 0x87:
      return { form: "ip", octets: element.content };
    case 0xa4:
      return { form: "directory", name: readName(readDer(element.content)) };
    default:
      if ((element.tag & 0xc0) !== 0x80) return malformed("general name");
      return { form: "other", tag: element.tag & 0x1f, bytes: element.bytes };
  }
}

/** One comparable text for each name, for looking up distribution points. */
export const generalNameKey = (name: GeneralName): string =>
  name.form === "directory"
    ? `directory:${name.name.key}`
    : name.form === "ip"
      ? `ip:${name.octets.join(".")}`
      : name.form === "other"
        ? `other:${Array.from(name.bytes).join(".")}`
        : `${name.form}:${name.text}`;
