import { z } from "zod";
import { type Answer, jsonBody, type Question, type Running, serve } from "@/lib/adapters/loopback/server";
import { type HubConfig, receiveMessage } from "./hub";

const question = z.strictObject({ message: z.base64(), cms: z.base64() });

/** How the hub behaves, set through POST /control by tests and drills; `times` counts down to normal. */
const control = z.strictObject({
  mode: z.enum(["normal", "reject", "delay", "unavailable", "drop", "die"]),
  reason: z.string().max(200).default("演练：业务校验不通过"),
  delayMs: z.int().min(0).max(60_000).default(0),
  kinds: z.array(z.int()).optional(),
  times: z.int().min(1).optional(),
});
type Control = z.infer<typeof control>;
const NORMAL: Control = { mode: "normal", reason: "", delayMs: 0 };

export type HubServer = Running & { readonly config: HubConfig };

/**
 * The demonstration hub over HTTP: POST /messages, GET /journal (what it holds), POST /control.
 * @param die ends the program, for `mode: die`: after the journal, before the answer
 */
export async function startDemoHub(config: HubConfig, port: number, die: () => void): Promise<HubServer> {
  let mood: Control = NORMAL;
  const moodFor = (kind: number): Control => {
    if (mood.mode === "normal" || (mood.kinds && !mood.kinds.includes(kind))) return NORMAL;
    const now = mood;
    if (mood.times !== undefined) mood = mood.times > 1 ? { ...mood, times: mood.times - 1 } : NORMAL;
    return now;
  };
  const take = async (body: Uint8Array): Promise<Answer> => {
    const parsed = question.safeParse(jsonBody(body));
    if (!parsed.success) return { status: 400, body: "malformed" };
    const [message, cms] = [parsed.data.message, parsed.data.cms].map(
      (text) => new Uint8Array(Buffer.from(text, "base64")),
    );
    const { mode, reason, delayMs } = moodFor(kindOf(message!));
    if (mode === "unavailable") return { status: 503, body: "unavailable" };
    if (mode === "delay") await new Promise((resolve) => setTimeout(resolve, delayMs));
    const receipt = await receiveMessage(config, message!, cms!, { reject: mode === "reject" ? reason : undefined });
    if (!receipt) return { status: 400, body: "not a message" };
    if (mode === "die") die();
    if (mode === "die" || mode === "drop") return "drop";
    return { status: 200, body: receipt };
  };
  const answer = async ({ method, url, body }: Question): Promise<Answer> => {
    const door = `${method} ${url.pathname}`;
    if (door === "POST /messages") return take(body);
    if (door === "GET /health") return { status: 200, body: { ready: true } };
    if (door === "GET /journal")
      return {
        status: 200,
        body: config.journal.all().map(({ name, digest, receipt }) => ({ name, digest, receipt })),
      };
    if (door !== "POST /control") return { status: 404 };
    const parsed = control.safeParse(jsonBody(body));
    if (!parsed.success) return { status: 400, body: "malformed" };
    mood = parsed.data;
    return { status: 200, body: mood };
  };
  return { ...(await serve(answer, port)), config };
}

/** Only chooses the mood; the message itself is read strictly afterwards. */
function kindOf(message: Uint8Array): number {
  const body = jsonBody(message);
  return typeof body?.kind === "number" ? body.kind : 0;
}
