import type { Archive } from "./archive";
import { concat } from "./bytes";
import { reject } from "./reasons";
import type { Book } from "./verify-book";

/** Reads the signatures of a PDF; handed in by the program, for this library reads no documents. */
export type PdfSignatures = (
  pdf: Uint8Array,
) => Promise<readonly { readonly reason: string | null; readonly coversWhole: boolean }[]>;

/** Larger ones are signed by nobody here: the platform's own records, reports and letters are small. */
const PDF_BYTES = 64 * 1024 * 1024;

/** Check 8: every signature in the platform's records, reports and letters is good, and the last one covers the whole. */
export async function verifyPdfs(book: Book, archive: Archive, signaturesOf: PdfSignatures): Promise<void> {
  for (const name of archive.names.filter((one) => /^(opening|evaluation|award|tender\/notices)\/.*\.pdf$/.test(one))) {
    const large = archive.large(name);
    if (!large || large.len > PDF_BYTES) continue;
    await book.check(8, `pdf:${name}`, `${name} 中的签名成立`, `the signatures in ${name} hold`, async () => {
      const pieces: Uint8Array[] = [];
      for await (const piece of large.pieces()) pieces.push(piece);
      const found = await signaturesOf(concat(...pieces));
      for (const { reason } of found) if (reason) reject("signature", `${name}: ${reason}`);
      if (found.length > 0 && !found.at(-1)!.coversWhole)
        reject("signature", `${name} was added to after it was signed`);
    });
  }
}
