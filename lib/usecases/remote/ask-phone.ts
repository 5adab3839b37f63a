import { z } from "zod";
import { decodeBase64 } from "@/lib/crypto/binding";
import { parseCanonical } from "@/lib/crypto/canonical";
import { REMOTE_SECONDS, scanAddress } from "@/lib/crypto/remote-request";
import { contentToSign, type SignContext, statementMark } from "@/lib/crypto/signer";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { databaseNow } from "@/lib/store/clock";
import { closeRemoteRequest, keepRemoteRequest } from "@/lib/store/remote-requests";
import type { Deps } from "@/lib/usecases/deps";

export const askPhoneInput = z.strictObject({
  kind: z.enum(["connect", "sign", "unwrap"]),
  statement: z.base64().max(400_000),
  purpose: z.string().min(1).max(64),
  title: z.string().max(500),
  tender: z.string().max(64).nullable(),
  certificate: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  phone: z.string().max(64).nullable(),
});
type Input = z.output<typeof askPhoneInput>;

export type PhoneAsked = {
  readonly id: string;
  /** Only the page that asked learns the answer: the id is in a square code for everybody in the room to see. */
  readonly page: string;
  /** To be typed on the phone: whoever approves what they did not start does not know it. */
  readonly number: string;
  /** What the square code says. */
  readonly scan: string;
  readonly seconds: number;
};

/**
 * Puts a question to somebody's phone (protocol §4.3 no. 3): open to everybody, for people sign in with it. Only statements
 * whose words say what they are go there.
 *
 * @throws {Refusal} INPUT_INVALID, TOO_MANY_TRIES, REMOTE_DOWN
 */
export async function askPhone(actor: Actor, input: Input, deps: Deps): Promise<PhoneAsked> {
  const { remote, origin, secrets } = deps;
  if (!remote) throw new Refusal("REMOTE_DOWN", { offered: false });
  const statement = decodeBase64(input.statement);
  mustSayWhatItIs(statement, input, origin);
  const [id, page] = [secrets.nonce(), secrets.nonce()];
  const { kind, purpose, title, tender, certificate, phone } = input;
  const kept = { id, pageHash: secrets.hashToken(page), kind, statement, purpose, title, tender, certificate };
  if (!(await keepRemoteRequest({ ...kept, address: actor.address }, REMOTE_SECONDS)))
    throw new Refusal("TOO_MANY_TRIES", { until: await aMomentLater() });
  const number = twoDigits();
  const order = { id, kind, statement: input.statement, purpose, title, tender, origin, number, certificate, phone };
  const placed = await remote.place({ ...order, seconds: REMOTE_SECONDS }).catch(async () => {
    await closeRemoteRequest(id);
    throw new Refusal("REMOTE_DOWN", { offered: true });
  });
  const mark = statementMark(statement);
  const scan = scanAddress(placed.phoneUrl, id, origin, mark);
  return { id, page, number, scan, seconds: REMOTE_SECONDS };
}

/** @throws {Refusal} INPUT_INVALID: what the words do not cover is refused here already, before anybody is asked */
function mustSayWhatItIs(statement: Uint8Array, input: Input, origin: string): void {
  try {
    if (input.kind === "sign") return void contentToSign(statement, contextOf(input, origin), null);
    const { fmt, type, origin: named } = parseCanonical(statement) as Readonly<Record<string, unknown>>;
    // The phone shows the purpose: told another one, somebody would decrypt who believes to sign in.
    if (fmt === "SBC/1" && type === input.kind && named === origin && input.purpose === input.kind) return;
  } catch {
    // said below
  }
  throw new Refusal("INPUT_INVALID", {});
}

export const contextOf = (
  { purpose, title, tender }: Pick<Input, "purpose" | "title" | "tender">,
  origin: string,
): SignContext => ({
  ...{ origin, purpose, title, nonce: "", expires: "9999-12-31T00:00:00Z" },
  ...(tender ? { tender } : {}),
});

const aMomentLater = async (): Promise<Date> => new Date((await databaseNow()).getTime() + REMOTE_SECONDS * 1_000);

const twoDigits = (): string => String(10 + (crypto.getRandomValues(new Uint32Array(1))[0]! % 90));
