import { writeBidkey } from "@/lib/crypto/bidkey";
import type { Masters } from "@/lib/crypto/keys";

/** Makes the `.bidkey` file and hands it to the browser's downloads. @param phrase at least eight characters */
export async function backUp(
  masters: Masters,
  tender: { readonly id: string; readonly lot: string },
  phrase: string,
  title: string,
): Promise<void> {
  const file = await writeBidkey(masters, tender, phrase);
  const url = URL.createObjectURL(new Blob([file], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `投标密钥-${title}-${tender.lot}.bidkey`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
