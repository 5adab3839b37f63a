import { z } from "zod";

/** The trustee's HTTP interface, said once for client and program: JSON, octets in base64. */
const octets = z.base64().transform((text) => new Uint8Array(Buffer.from(text, "base64")));
const signed = z.strictObject({ bytes: octets, cms: octets });
const logged = z.strictObject({ event: octets, blind: octets, proof: z.string().max(65_536) });
const tender = z.strictObject({ id: z.string().min(1).max(64), lot: z.string().min(1).max(64) });

export const keysQuestion = z.strictObject({
  tender,
  groups: z.int().min(1).max(8),
  suite: z.union([z.literal(1), z.literal(2)]),
});
export const checkQuestion = z.strictObject({ tender, header: octets });
export const rehearseQuestion = z.strictObject({
  tender,
  suite: z.union([z.literal(1), z.literal(2)]),
  nonce: octets,
  canaries: z
    .array(z.strictObject({ ct: octets, enc: octets.optional() }))
    .min(1)
    .max(8),
});
export const publishQuestion = z.strictObject({ tender });
export const sharesQuestion = z.strictObject({
  policy: signed,
  tenderRecord: signed,
  close: signed,
  freeze: signed,
  proof: logged,
  group: z.int(),
  headers: z
    .array(
      z.strictObject({
        bid: z.string(),
        container: z.string(),
        seal: octets,
        header: octets,
        again: z.strictObject({ seal: octets, cms: octets }).optional(),
      }),
    )
    .max(10_000),
  result: z.strictObject({ statement: signed, proof: logged }).optional(),
});
export const signedAnswer = signed;
export const octetsAnswer = z.strictObject({ bytes: octets });
export const checkAnswer = z.strictObject({ ok: z.boolean() });

/** JSON text with every Uint8Array as base64. */
export const toWire = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) =>
    item instanceof Uint8Array ? Buffer.from(item).toString("base64") : item,
  );
