import type { PlatformSigner } from "@/lib/adapters/pki/platform";
import { believedSigner } from "@/lib/adapters/trust/believed-signer";
import type { Trust } from "@/lib/adapters/trust/trust";
import { bytesToHex, hash } from "@/lib/crypto/bytes";
import { instant, parseCanonical } from "@/lib/crypto/canonical";
import { type HubReceipt, receiptBytes } from "../http";
import type { Journal } from "./journal";
import { flawOf, type Message, messageSchema } from "./schemas";

export type HubConfig = {
  readonly signer: PlatformSigner;
  readonly trust: Trust;
  readonly now: () => Date;
  readonly journal: Journal;
};

type Verdict = Pick<HubReceipt, "result" | "code" | "reason">;

/** For tests and drills: what the hub is told to say no to, if anything. */
export type Mood = { readonly reject?: string | undefined };

/**
 * The receiving side of the public service platform: believes the sender's signature, checks the record against the data
 * dictionary, keeps it in its journal and signs a receipt. The same (kind, key, version) gets the same receipt.
 * @returns null where there is no message to answer for
 */
export async function receiveMessage(
  config: HubConfig,
  bytes: Uint8Array,
  cms: Uint8Array,
  mood: Mood,
): Promise<HubReceipt | null> {
  const message = readMessage(bytes);
  if (!message) return null;
  const digest = bytesToHex(hash(bytes));
  const name = `${message.kind}/${message.key}/${message.version}`;
  const known = config.journal.find(name);
  if (known?.digest === digest) return known.receipt;
  const verdict = known
    ? { ...no("VERSION_USED", "another message has this version") }
    : await judge(config, message, bytes, cms, mood);
  const receipt = await signReceipt(config, message.id, verdict);
  // Written and on the platter before it is said: a receipt that was given is never forgotten.
  if (verdict.result === "accepted") await config.journal.add({ name, digest, receipt, message });
  return receipt;
}

const no = (code: string, reason: string): Verdict => ({ result: "rejected", code, reason });

async function judge(
  config: HubConfig,
  message: Message,
  bytes: Uint8Array,
  cms: Uint8Array,
  mood: Mood,
): Promise<Verdict> {
  const signer = await believedSigner({ bytes, cms }, config.trust, config.now());
  if (!signer.ok) return no("SIGNATURE", signer.reason);
  if (signer.uscc !== message.sender) return no("SENDER", "signed by another body than the sender");
  if (mood.reject !== undefined) return no("BUSINESS", mood.reject);
  const flaw = flawOf(message);
  if (flaw) return no("RECORD", flaw);
  return { result: "accepted", code: "0", reason: "" };
}

async function signReceipt({ signer, now }: HubConfig, messageId: string, verdict: Verdict): Promise<HubReceipt> {
  const receipt = { messageId, ...verdict, receivedAt: instant(now()), signature: "" };
  const cms = await signer.signStatement(receiptBytes(receipt));
  return { ...receipt, signature: Buffer.from(cms).toString("base64") };
}

function readMessage(bytes: Uint8Array): Message | null {
  try {
    const parsed = messageSchema.safeParse(parseCanonical(bytes));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
