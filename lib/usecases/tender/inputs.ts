import { z } from "zod";

/** Yuan as people type them, with or without thousands separators; gives integer fen. */
export const yuanInput = z
  .string()
  .trim()
  .regex(/^\d{1,3}(,\d{3})*(\.\d{1,2})?$|^\d{1,15}(\.\d{1,2})?$/)
  .transform((text) => {
    const [whole = "0", cents = ""] = text.replaceAll(",", "").split(".");
    return BigInt(whole) * 100n + BigInt(cents.padEnd(2, "0"));
  });

/** Id of a stored file, or nothing. */
export const fileIdInput = z
  .union([z.literal(""), z.uuid()])
  .nullish()
  .transform((value) => value || null);
