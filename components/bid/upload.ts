import { sha256Hex } from "@/lib/crypto/bytes";

/** Answer of the platform that is a "no" in words; anything else that fails is tried again. */
export type UploadRefusal = Error & { readonly refusal: true };

const refused = (message: string): UploadRefusal => Object.assign(new Error(message), { refusal: true as const });

/** A switch that holds uploads back and lets them go on. */
export type Gate = { paused: boolean; wake: () => void; wait: () => Promise<void> };

export function makeGate(): Gate {
  let waiting: (() => void)[] = [];
  const gate: Gate = {
    paused: false,
    wake: () => {
      gate.paused = false;
      for (const go of waiting) go();
      waiting = [];
    },
    wait: () => (gate.paused ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
  };
  return gate;
}

/** Announces the container; answers the upload's id and the parts that are stored. */
export async function openUpload(
  bidId: string,
  header: Uint8Array,
): Promise<{ uploadId: string; done: ReadonlySet<string> }> {
  const response = await send(`/api/v1/bids/${bidId}/uploads`, "POST", header);
  const { uploadId, parts } = (await response.json()) as {
    uploadId: string;
    parts: { segment: number; part: number }[];
  };
  return { uploadId, done: new Set(parts.map(({ segment, part }) => `${segment}/${part}`)) };
}

/** Stores one part; repeated with back-off until the platform has it or says no. */
export async function putPart(
  uploadId: string,
  segment: number,
  part: { readonly part: number; readonly bytes: Uint8Array },
  gate: Gate,
): Promise<void> {
  const sha256 = await sha256Hex(part.bytes);
  await send(
    `/api/v1/uploads/${uploadId}/parts/${segment}/${part.part}`,
    "PUT",
    part.bytes,
    { "x-content-sha256": sha256 },
    gate,
  );
}

/**
 * Sends bytes as a Blob (a Blob goes ten times as fast as an ArrayBuffer), again after a break: 1, 2, 4 … 30 s.
 * A broken line is waited out for hours, a refusal is final.
 */
export async function send(
  url: string,
  method: string,
  body: Uint8Array,
  headers: Record<string, string> = {},
  gate: Gate = makeGate(),
): Promise<Response> {
  for (let tries = 0; ; tries++) {
    await gate.wait();
    const response = await fetch(url, { method, headers, body: new Blob([body as Uint8Array<ArrayBuffer>]) }).catch(
      () => null,
    );
    if (response?.ok) return response;
    if (response && response.status < 500) {
      const { message } = (await response.json().catch(() => ({}))) as { message?: string };
      throw refused(message ?? String(response.status));
    }
    if (tries >= 200) throw new Error("no answer");
    await new Promise((resolve) => setTimeout(resolve, Math.min(30_000, 1000 * 2 ** Math.min(tries, 5))));
  }
}
