import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { concat, fromBase64url, randomBytes, sha256Hex, u32 } from "@/lib/crypto/bytes";
import { parseHeader } from "@/lib/crypto/header";
import { bidderSecret } from "@/lib/crypto/keys";
import { parsePolicy } from "@/lib/crypto/policy";
import { beginSealing, type SealFile } from "@/lib/crypto/sealing";
import { releaseBytes } from "@/lib/crypto/statements";
import { unwrapMaster } from "@/lib/crypto/unwrap-master";
import { wrapMaster } from "@/lib/crypto/wrap-master";
import { machineNow } from "@/lib/kernel/clock";
import type { SealingMaterial } from "@/lib/usecases/bid/view-material";
import type { ReleaseMaterial } from "@/lib/usecases/opening/prepare-release";
import type { Prepared } from "@/lib/usecases/signing/act";
import type { Hand } from "@/prisma/seed/world";
import type { Ledger } from "./ledger";
import { signIn } from "./sign-in";
import type { OpenLot } from "./stage";
import type { Answer, Visitor } from "./visitor";

/** One bidder at its own computer: everything over HTTP, every answer noted. */
export type Bidder = {
  signIn(): Promise<void>;
  enter(lot: OpenLot): Promise<void>;
  /** Seals `sizeBytes` of papers, uploads and submits; again, it replaces. */
  submit(price: string, sizeBytes: number, act?: "submit" | "replace"): Promise<void>;
  /** The same up to the last act: everything is uploaded and signed, and only the small request is left to send. */
  ready(price: string, sizeBytes: number): Promise<Ready>;
  /** Sends it; asks again until there is an answer. */
  sendReady(ready: Ready): Promise<void>;
  /** Announces a container and sends its first part, once: what somebody is told on a bad day. */
  tryPart(): Promise<Answer | null>;
  withdraw(): Promise<void>;
  release(lotId: string): Promise<void>;
  /** Looks at the hall, as everybody does who waits. */
  look(lotId: string): Promise<void>;
};

/** A signed seal that waits to be sent. */
export type Ready = { readonly bidId: string; readonly path: string; readonly body: Uint8Array<ArrayBuffer> };

type Receipt = { readonly digest: string; readonly receipt: string; readonly cms: string };

export function bidderOf(hand: Hand, browser: Visitor, notes: Ledger): Bidder {
  const partyId = hand.actor.partyId!;
  let bidId = "";
  const page = () => `/work/bids/${bidId}`;
  const statement = (bytes: Uint8Array, purpose: string, lot: string) =>
    hand.signOne({ bytesBase64: encodeBase64(bytes), purpose, tender: lot, title: purpose } as Prepared);

  async function send(act: "submit" | "replace" | "withdraw", bytes: Uint8Array, cms: string): Promise<void> {
    const kind = act === "withdraw" ? "withdraw" : "seal";
    const body = requestOf(bytes, cms);
    const path = `/api/v1/bids/${bidId}/${kind === "seal" ? "seals" : "withdrawals"}`;
    const { digest, receipt, cms: signature } = await browser.json<Receipt>(act, path, { method: "POST", body });
    notes.note({ kind, bidId, digest, receipt, cms: signature });
  }
  async function uploaded(price: string, sizeBytes: number): Promise<{ seal: Uint8Array; cms: string }> {
    const material = await browser.json<SealingMaterial>("look", `/api/v1/bids/${bidId}/material`);
    const sealing = await begin(hand, material, price, sizeBytes);
    const { uploadId } = await announce(browser, bidId, sealing.header);
    for (const segment of sealing.segments)
      for await (const { part, bytes } of sealing.parts(segment)) {
        const sha256 = await sha256Hex(bytes);
        await browser.json("part", `/api/v1/uploads/${uploadId}/parts/${segment}/${part}`, {
          method: "PUT",
          headers: { "x-content-sha256": sha256 },
          body: new Blob([bytes as Uint8Array<ArrayBuffer>]),
        });
        notes.note({ kind: "part", uploadId, segment, part, sha256 });
      }
    const seal = sealing.seal();
    return { seal, cms: (await statement(seal, "seal", material.tender.lot)).cms };
  }
  return {
    signIn: () => signIn(hand, browser),
    enter: async ({ lotId, tenderId }) => {
      // Each action is asked for on a page that has it, as a browser does.
      const page = `/work/tenders/${tenderId}/lots/${lotId}`;
      await browser.call("obtain", `${page}/documents`, "work/tenders obtainDocumentsAction", { lotId }, "form");
      notes.note({ kind: "obtain", partyId });
      const bond = { lotId, form: "guarantee", number: `BH-${lotId.slice(0, 8)}`, validTo: "2035-12-31" };
      await browser.call("bond", "/work/bonds", "work/bonds giveBondAction", bond, "form");
      notes.note({ kind: "bond", partyId });
      ({ id: bidId } = await browser.call<{ id: string }>(
        "prepare",
        `${page}/bid`,
        "work/bids prepareBidAction",
        { lotId },
        "form",
      ));
      notes.note({ kind: "prepare", partyId, bidId });
    },
    submit: async (price, sizeBytes, act = "submit") => {
      const { seal, cms } = await uploaded(price, sizeBytes);
      await send(act, seal, cms);
    },
    ready: async (price, sizeBytes) => {
      const { seal, cms } = await uploaded(price, sizeBytes);
      return { bidId, path: `/api/v1/bids/${bidId}/seals`, body: requestOf(seal, cms) };
    },
    sendReady: async ({ path, body }) => {
      const { digest, receipt, cms } = await browser.json<Receipt>("submit", path, { method: "POST", body });
      notes.note({ kind: "seal", bidId, digest, receipt, cms });
    },
    tryPart: async () => {
      const material = await browser.json<SealingMaterial>("look", `/api/v1/bids/${bidId}/material`);
      const sealing = await begin(hand, material, "1.00", 1000);
      const { uploadId } = await announce(browser, bidId, sealing.header);
      for await (const { part, bytes } of sealing.parts(sealing.segments[0]!))
        return browser.once(`/api/v1/uploads/${uploadId}/parts/${sealing.segments[0]!}/${part}`, {
          method: "PUT",
          headers: { "x-content-sha256": await sha256Hex(bytes) },
          body: new Blob([bytes as Uint8Array<ArrayBuffer>]),
        });
      return null;
    },
    withdraw: async () => {
      const item = await browser.call<Prepared>("look", page(), "work/bids prepareWithdrawalAction", { bidId });
      const signed = await hand.signOne(item);
      await send("withdraw", decodeBase64(signed.statement), signed.cms);
    },
    release: async (lotId) => {
      const hall = `/room/opening/${lotId}`;
      await browser.call("checkIn", hall, "room/opening/[lotId] checkInAction", { bidId }, "form");
      notes.note({ kind: "checkIn", partyId });
      const material = await browser.call<ReleaseMaterial>("look", hall, "room/opening/[lotId] prepareReleaseAction", {
        bidId,
      });
      const bytes = await releaseOf(hand, material);
      const { cms } = await statement(bytes, "release", material.tender.lot);
      const input = { bidId, statement: encodeBase64(bytes), cms, channel: "certificate" };
      await browser.call("release", hall, "room/opening/[lotId] releaseAction", input);
      notes.note({ kind: "release", bidId, digest: material.bid, statement: encodeBase64(bytes) });
    },
    look: async (lotId) => void (await browser.ask("look", `/room/opening/${lotId}`)),
  };
}

const requestOf = (statement: Uint8Array, cms: string) => concat(u32(statement.length), statement, decodeBase64(cms));

/** Signs in, enters and gives back how to announce one more container: for measuring uploads alone. */
export async function openedFor(hand: Hand, browser: Visitor, notes: Ledger, lot: OpenLot) {
  const bidder = bidderOf(hand, browser, notes);
  await bidder.signIn();
  await bidder.enter(lot);
  const entered = notes.all.find(({ kind }) => kind === "prepare") as { readonly bidId: string };
  return async (): Promise<string> => {
    const material = await browser.json<SealingMaterial>("look", `/api/v1/bids/${entered.bidId}/material`);
    const { header } = await begin(hand, material, "1.00", 0);
    return (await announce(browser, entered.bidId, header)).uploadId;
  };
}

const announce = (browser: Visitor, bidId: string, header: Uint8Array) =>
  browser.json<{ uploadId: string }>("container", `/api/v1/bids/${bidId}/uploads`, {
    method: "POST",
    body: new Blob([header as Uint8Array<ArrayBuffer>]),
  });

function begin(hand: Hand, material: SealingMaterial, price: string, sizeBytes: number) {
  const policyBytes = decodeBase64(material.policy.bytes);
  return sha256Hex(policyBytes).then((policyHash) =>
    beginSealing({
      policy: parsePolicy(policyBytes),
      policyHash,
      docsHash: material.docsHash,
      uscc: material.uscc,
      masters: { M: randomBytes(32), N: randomBytes(32) },
      wrapM: async (M, container) =>
        [await wrapMaster(M, container, hand.key.certificate.der)].filter((stanza) => stanza !== null),
      form: {
        currency: "CNY",
        price,
        duration_days: "360",
        quality: "合格",
        manager: "南宫瑞",
        certificate: "黔1522026",
      },
      files: {
        technical: [papers("投标函.pdf", "letter", 20_000), papers("施工组织设计.pdf", "plan", sizeBytes)],
        price: [papers("报价.pdf", "price", 40_000)],
      },
      seq: material.seq,
      prev: material.prev,
      created: machineNow(),
    }),
  );
}

/** What is in the papers does not matter here: the platform never sees it. */
function papers(name: string, role: string, sizeBytes: number): SealFile {
  const step = 65_536;
  async function* open() {
    for (let at = 0; at < sizeBytes; at += step) yield randomBytes(Math.min(step, sizeBytes - at));
  }
  return { name, role, media: "application/pdf", sizeBytes, open };
}

async function releaseOf({ key }: Hand, material: ReleaseMaterial): Promise<Uint8Array> {
  const B = await Promise.all(
    material.groups.map(async ({ g, c, header }) => {
      const M = await unwrapMaster(parseHeader(decodeBase64(header)), key.signer, "");
      return { c, g, v: bidderSecret(M, fromBase64url(c, 16), g) };
    }),
  );
  return releaseBytes({ B, bid: material.bid, nonce: material.nonce, tender: material.tender });
}
