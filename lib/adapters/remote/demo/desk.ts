import { randomBytes } from "node:crypto";
import type { z } from "zod";
import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { fromBase64url } from "@/lib/crypto/bytes";
import { parseCanonical } from "@/lib/crypto/canonical";
import { wrap } from "@/lib/crypto/hpke";
import { type RemoteResult, unwrapInfo } from "@/lib/crypto/remote-request";
import { contentToSign, type SignContext } from "@/lib/crypto/signer";
import type { order as orderShape, status } from "../wire";
import type { Phone } from "./phones";

export type Order = z.infer<typeof orderShape>;
export type Status = z.infer<typeof status>;
type Placed = {
  readonly order: Order;
  readonly until: number;
  status: Status;
  /** The person has answered and the key is at work: to the platform it still waits, a second answer finds nothing. */
  taken: boolean;
};

export type Desk = {
  /** @returns why it is not taken, or null */
  place(order: Order): string | null;
  statusOf(id: string): Status | null;
  /** What waits for this phone: of its own connections. */
  waitingFor(phone: Phone): readonly Order[];
  waiting(id: string): Order | null;
  /** The person's answer: once, whatever it is; a wrong number ends the request, or somebody would try them all. */
  answer(id: string, phone: Phone, choice: "approve" | "refuse", number: string): Promise<Status | null>;
};

/**
 * What a provider of certificates on phones does: keeps requests for their two minutes, shows them to the one phone they
 * are for, and uses a key only when the number of the page was typed there.
 */
export function remoteDesk(now: () => number): Desk {
  const placed = new Map<string, Placed>();
  const connections = new Map<string, string>();
  const current = (id: string): Placed | null => {
    const found = placed.get(id);
    if (found?.status.state === "waiting" && !found.taken && now() > found.until) found.status = { state: "expired" };
    return found ?? null;
  };
  const waiting = (id: string): Order | null => {
    const found = current(id);
    return found?.status.state === "waiting" && !found.taken ? found.order : null;
  };
  const belongs = (order: Order, phone: Phone): boolean =>
    order.kind === "connect" || (order.phone !== null && connections.get(order.phone) === phone.id);
  return {
    place: (order) => {
      if (placed.has(order.id)) return "used";
      if (order.kind !== "connect" && !connections.has(order.phone ?? "")) return "no such connection";
      const fault = faultIn(order);
      if (fault) return fault;
      for (const [id, { until }] of placed) if (now() > until + 600_000) placed.delete(id);
      const until = now() + order.seconds * 1_000;
      placed.set(order.id, { order, until, status: { state: "waiting" }, taken: false });
      return null;
    },
    statusOf: (id) => current(id)?.status ?? null,
    waitingFor: (phone) =>
      [...placed.keys()].flatMap((id) => {
        const order = waiting(id);
        return order && order.kind !== "connect" && belongs(order, phone) ? [order] : [];
      }),
    waiting,
    answer: async (id, phone, choice, number) => {
      const order = waiting(id);
      const found = current(id);
      if (!order || !found || !belongs(order, phone)) return null;
      if (choice === "refuse") found.status = { state: "refused" };
      else if (number !== order.number) found.status = { state: "wrongNumber" };
      else {
        const handle = randomBytes(24).toString("base64url");
        if (order.kind === "connect") connections.set(handle, phone.id);
        found.taken = true;
        found.status = await use(order, phone, handle).then(
          (result) => ({ state: "approved", result }) as const,
          () => ({ state: "refused" }) as const, // as for a certificate that is on no such phone
        );
      }
      return found.status;
    },
  };
}

const contextOf = ({ origin, purpose, title, tender }: Order): SignContext => ({
  ...{ origin, purpose, title, nonce: "", expires: "9999-12-31T00:00:00Z" },
  ...(tender ? { tender } : {}),
});

/** A statement that the words do not cover is refused before anybody sees it: there is no signing of bare hashes. */
function faultIn(order: Order): string | null {
  try {
    const statement = decodeBase64(order.statement);
    if (order.kind === "sign") {
      contentToSign(statement, contextOf(order), null);
      return null;
    }
    const content = parseCanonical(statement) as Readonly<Record<string, unknown>>;
    const right = content.fmt === "SBC/1" && content.type === order.kind && content.origin === order.origin;
    // Told another purpose, somebody would decrypt who believes to sign in.
    return right && order.purpose === order.kind ? null : "not the statement of such a request";
  } catch (error) {
    return error instanceof Error ? error.message : "unreadable";
  }
}

async function use(order: Order, { signer }: Phone, handle: string): Promise<RemoteResult> {
  const certificates = await signer.list();
  if (order.kind === "connect")
    return {
      phone: handle,
      certificates: certificates.map(({ der, use, alg }) => ({ der: encodeBase64(der), use, alg })),
    };
  const cert = order.certificate ?? "";
  const statement = decodeBase64(order.statement);
  if (order.kind === "sign") {
    const { cms } = await signer.sign({ cert, statement, context: contextOf(order) });
    return { cms: encodeBase64(cms) };
  }
  const asked = parseCanonical(statement) as Readonly<Record<"alg" | "ciphertext" | "info" | "to", string>>;
  const ciphertext = fromBase64url(asked.ciphertext);
  const given = { cert, alg: asked.alg, ciphertext, info: fromBase64url(asked.info), context: contextOf(order) };
  const plain = await signer.unwrap(given).catch(() => null);
  if (!plain) return {}; // approved, and nothing came of it
  const { enc, ct } = await wrap(fromBase64url(asked.to, 65), unwrapInfo(statement), plain);
  return { enc: encodeBase64(enc), ct: encodeBase64(ct) };
}
