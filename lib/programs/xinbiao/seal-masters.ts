import { writeFile } from "node:fs/promises";
import { bidkeyBytes, writeBidkey } from "@/lib/crypto/bidkey";
import { randomBytes } from "@/lib/crypto/bytes";
import type { Masters } from "@/lib/crypto/keys";
import type { Policy } from "@/lib/crypto/policy";
import { reject } from "@/lib/crypto/reasons";
import type { Call } from "./command";
import { pathOf } from "./files";
import { isThere, passphrase, readSecrets } from "./secrets";

/** M and N of this lot: those of the file where it exists, fresh ones else, kept before the first octet is encrypted. */
export async function mastersOf(
  call: Call,
  policy: Policy,
  out: string,
): Promise<{ masters: Masters; kept: string[] }> {
  const secrets = call.text("secrets") ?? (canLock(call) ? undefined : beside(out, ".secrets.json"));
  const existing = secrets && isThere(secrets) ? (await readSecrets([secrets])).backup : null;
  if (secrets && isThere(secrets) && !existing) reject("bidkey", "the file holds no M and N");
  const { id, lot } = policy.tender;
  if (existing && (existing.tender.id !== id || existing.tender.lot !== lot)) reject("bidkey", "another lot's key");
  const masters = existing ?? { M: randomBytes(32), N: randomBytes(32) };
  const kept = secrets ? [secrets] : [];
  if (secrets && !existing)
    await writeFile(pathOf(secrets), bidkeyBytes(masters, policy.tender), { mode: 0o600, flag: "wx" });
  const backup = call.text("bidkey") ?? (secrets ? undefined : beside(out, ".bidkey"));
  if (backup) {
    const words = await passphrase(call.say({ zh: "备份口令：", en: "passphrase for the backup: " }));
    await writeFile(pathOf(backup), await writeBidkey(masters, policy.tender, words), { mode: 0o600, flag: "wx" });
    kept.push(backup);
  } else if (!call.text("secrets"))
    call.remark({
      zh: `没有口令，密钥未加密地写在 ${secrets}：谁拿到它谁就能解密`,
      en: `no passphrase: the keys are in ${secrets} as they are, and whoever has it can decrypt`,
    });
  return { masters, kept };
}

/** Whether a passphrase is at hand or can be asked for. Without one the keys are kept bare: a bid nobody can open helps nobody. */
const canLock = (call: Call): boolean =>
  call.text("bidkey") !== undefined || Boolean(process.env.XINBIAO_PASSPHRASE) || process.stdin.isTTY === true;

const beside = (out: string, ending: string): string => out.replace(/\.sbc$/i, "").concat(ending);
