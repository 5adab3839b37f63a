import { canonicalBytes, type Json } from "@/lib/crypto/canonical";
import { sha256Hex } from "@/lib/crypto/bytes";
import type { NoticeContent } from "@/lib/domain/notice-content";

/** The value as plain JSON: what the database keeps and what is digested are the same. */
export const jsonOf = <T>(value: T): object => JSON.parse(JSON.stringify(value)) as object;

/** SHA-256, hex, of the canonical text of a notice: the digest that is signed, shown and compared between media. */
export const contentDigest = (content: NoticeContent | object): Promise<string> =>
  sha256Hex(canonicalBytes(jsonOf(content) as Json));
