import { request } from "node:http";
import type { Desk } from "@/lib/adapters/bridge/desk";
import { startBridge } from "@/lib/adapters/bridge/server";
import type { Token } from "@/lib/adapters/bridge/token";
import type { Signer } from "@/lib/crypto/signer";
import { contactBridge } from "@/lib/crypto/signer-bridge";

/** `fetch` as a page of this origin has it: undici refuses to set Origin and Host as a browser would, node:http does not. */
const fetchAs = (origin: string) => (url: string, init: RequestInit) =>
  new Promise<Response>((done, fail) => {
    const headers = { origin, host: new URL(url).host, "content-type": "application/json" };
    request(url, { method: "POST", headers }, (answer) => {
      let text = "";
      answer.on("data", (chunk) => {
        text += chunk;
      });
      answer.once("end", () => done(new Response(text, { status: answer.statusCode ?? 500 })));
    })
      .once("error", fail)
      .end(String(init.body));
  });

/** A page of this origin paired with a bridge over these tokens, whose person agrees to everything and types this PIN. */
export async function pairedPage(
  token: Token,
  pin: string,
  origin: string,
): Promise<{ readonly signer: Signer; close(): Promise<void> }> {
  let code = "";
  const desk: Desk = {
    testPin: true,
    showCode: (_origin, shown) => {
      code = shown;
    },
    confirm: async () => true,
    pin: async () => pin,
  };
  const bridge = await startBridge({ token, desk, now: () => new Date(), origins: [origin], ports: [0] });
  const signer = await (await contactBridge(fetchAs(origin), [bridge.port])).pair(code);
  return { signer, close: bridge.close };
}
