import { bytesToHex, concat, hash, u64, utf8 } from "./bytes";

/** Hash of an audit entry's text; the same in the database's linker and in the browser of whoever checks. */
export const entryHash = (text: string): string => bytesToHex(hash(utf8(text)));

/** Hash of a link: its number, the link before, the entry. */
export const linkHash = (seq: bigint, prevHash: string, entry: string): string =>
  bytesToHex(hash(utf8("audit"), concat(u64(seq), utf8(prevHash), utf8(entry))));
