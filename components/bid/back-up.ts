import { writeBidkey } from "@/lib/crypto/bidkey";
import type { Masters } from "@/lib/crypto/keys";

/** Makes the `.bidkey` file and hands it to the browser's downloads. @param phrase at least eight characters */
export async function backUp(
  masters: Masters,
  tender: { readonly id: string; readonly lot: string },
  phrase: string,
  title: string,
): Promise<void> {
  save(await writeBidkey(masters, tender, phrase), `投标密钥-${title}-${tender.lot}.bidkey`);
}

/** Hands over what lets the same content be sealed again in the remedial window. As secret as the files; never sent. */
export const keepManifests = (kept: Uint8Array, lot: string, title: string): void =>
  save(kept, `投标内容清单-${title}-${lot}.manifests.json`);

function save(file: Uint8Array, name: string): void {
  const url = URL.createObjectURL(new Blob([file as Uint8Array<ArrayBuffer>], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
