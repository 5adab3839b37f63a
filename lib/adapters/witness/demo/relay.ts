import { join } from "node:path";
import { z } from "zod";
import { readIfThere, replaceFile } from "@/lib/adapters/loopback/keep";
import { readVerifierKey } from "@/lib/crypto/checkpoint";
import { reasonOf } from "@/lib/crypto/reasons";
import { relayReceipt } from "@/lib/crypto/relay-receipt";
import { parseRelease, statementHash } from "@/lib/crypto/statements";
import type { WitnessConfig } from "./witness";

const handedIn = z.strictObject({ statement: z.base64().max(64_000), cms: z.base64().max(2_000_000) });

export type RelayAnswer =
  | { readonly status: 200; readonly receipt: string; readonly platform: { status: number; body: string } | null }
  | { readonly status: 400; readonly reason: string };

const PATIENCE_MS = 5_000;
const PAUSE_MS = 5_000;

/**
 * The endpoint of witness or supervisor for a bidder whom the platform does not answer (protocol §2.11, 3): it notes the
 * time, signs for it, keeps it, and forwards until the platform has said yes or no. It learns B of one bidder in the
 * window; without the trustees' shares that opens nothing.
 */
export function releaseRelay({ signer, folder, now }: WitnessConfig, platform: string | undefined) {
  const key = readVerifierKey(signer.verifierKey);
  return async (body: Uint8Array): Promise<RelayAnswer> => {
    const read = readBody(body);
    if ("reason" in read) return read;
    const { statement, cms, bytes } = read;
    const file = join(folder, "relayed", `${statementHash(bytes)}.json`);
    // Handed in twice it was handed in when it was first: the receipt is the same.
    const kept = await readIfThere(file);
    const receipt = kept
      ? (JSON.parse(kept) as { receipt: string }).receipt
      : await relayReceipt(bytes, now(), key, signer.sign);
    if (!kept) await replaceFile(file, JSON.stringify({ statement, cms, receipt }));
    const answer = platform ? await forward(platform, { statement, cms, receipt }) : null;
    if (platform && !answer) void untilAnswered(platform, { statement, cms, receipt });
    return { status: 200, receipt, platform: answer };
  };
}

type Relayed = { readonly statement: string; readonly cms: string; readonly receipt: string };

function readBody(
  body: Uint8Array,
): (z.infer<typeof handedIn> & { readonly bytes: Uint8Array }) | { status: 400; reason: string } {
  try {
    const read = handedIn.parse(JSON.parse(new TextDecoder().decode(body)));
    const bytes = new Uint8Array(Buffer.from(read.statement, "base64"));
    parseRelease(bytes);
    return { ...read, bytes };
  } catch (error) {
    return { status: 400, reason: reasonOf(error) ?? "malformed" };
  }
}

/** @returns null where the platform did not answer, or only that it cannot now */
async function forward(platform: string, relayed: Relayed): Promise<{ status: number; body: string } | null> {
  try {
    const response = await fetch(`${platform}/api/v1/relayed-releases`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(relayed),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return response.status >= 500 ? null : { status: response.status, body: await response.text() };
  } catch {
    return null;
  }
}

async function untilAnswered(platform: string, relayed: Relayed): Promise<void> {
  for (let turn = 0; turn < 1_440; turn++) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS).unref());
    if (await forward(platform, relayed)) return;
  }
}
