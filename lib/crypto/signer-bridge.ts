import { decodeBase64, encodeBase64 } from "./binding";
import { BRIDGE_PORTS, BRIDGE_TLS_PORT, type BridgeMethod, bridgeMac, bridgeRefuses, sameMac } from "./bridge-message";
import { fromHex } from "./bytes";
import type { Json } from "./canonical";
import type { Signer, SignerCertificate } from "./signer";

type Ask = (url: string, init: RequestInit) => Promise<Response>;

/** A bridge that answered, waiting for the code its own window shows. */
export type BridgeContact = {
  /** Whether this is a test build that takes its PIN from the environment: a page says so. */
  readonly testPin: boolean;
  /** @param code six digits from the bridge's window @throws code BRIDGE_PAIRING */
  pair(code: string): Promise<Signer>;
};

/**
 * Looks for the bridge on this machine and asks it to show its pairing code. Called from a click: browsers ask the person
 * whether a page may speak to loopback at all (protocol §4.1).
 * @throws code BRIDGE_ABSENT
 */
export async function contactBridge(
  ask: Ask = fetch,
  ports: readonly number[] = BRIDGE_PORTS,
  connect: ((url: string) => Promise<Ask>) | null = null,
): Promise<BridgeContact> {
  for (const port of ports) {
    const contact = await begin(ask, `http://127.0.0.1:${port}`);
    if (contact) return contact;
  }
  // A browser that blocks plain loopback gets through over TLS, once its person trusts the bridge's certificate.
  const secure = connect && (await connect(`wss://127.0.0.1:${BRIDGE_TLS_PORT}`).catch(() => null));
  const contact = secure && (await begin(secure, ""));
  return contact ?? bridgeRefuses("BRIDGE_ABSENT", "no bridge answers on this machine");
}

async function begin(ask: Ask, base: string): Promise<BridgeContact | null> {
  const begun = await post(ask, `${base}/pair`, {}).catch(() => null);
  if (!begun?.ok) return null;
  const { pairing, testPin } = (await begun.json()) as { pairing: string; testPin: boolean };
  return { testPin, pair: (code) => pair(ask, base, pairing, code) };
}

const CONNECT_MS = 5_000;

/** The same questions as texts over a WebSocket. @throws where nobody listens, or the certificate is not trusted */
export async function askOverSocket(url: string, open = (at: string) => new WebSocket(at)): Promise<Ask> {
  const socket = open(url);
  const waiting = new Map<number, (answer: Response | null) => void>();
  let i = 0;
  socket.onmessage = ({ data }: { data: unknown }) => {
    const said = JSON.parse(String(data)) as { i: number; status: number; value: unknown };
    waiting.get(said.i)?.(new Response(JSON.stringify(said.value), { status: said.status }));
    waiting.delete(said.i);
  };
  const over = () => {
    for (const settle of waiting.values()) settle(null);
    waiting.clear();
  };
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("no answer")), CONNECT_MS);
    socket.onopen = () => {
      clearTimeout(late);
      resolve();
    };
    socket.onerror = () => reject(new Error("no connection"));
    socket.onclose = () => {
      reject(new Error("closed"));
      over();
    };
  });
  return (path, init) =>
    new Promise((resolve, reject) => {
      i += 1;
      waiting.set(i, (answer) => (answer ? resolve(answer) : reject(new Error("closed"))));
      if (socket.readyState !== 1) return over();
      socket.send(JSON.stringify({ i, path, body: JSON.parse(String(init.body)) }));
    });
}

const post = (ask: Ask, url: string, body: Json): Promise<Response> =>
  ask(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    credentials: "omit",
  });

async function pair(ask: Ask, base: string, pairing: string, code: string): Promise<Signer> {
  const answer = await post(ask, `${base}/pair/confirm`, { code, pairing });
  if (!answer.ok) return bridgeRefuses("BRIDGE_PAIRING", "the code was not that of the window");
  const { session, key } = (await answer.json()) as { session: string; key: string };
  return signerOver(ask, base, session, fromHex(key));
}

function signerOver(ask: Ask, base: string, session: string, key: Uint8Array): Signer {
  let n = 0;
  const call = async (method: BridgeMethod, params: { readonly [name: string]: Json }): Promise<Json> => {
    n += 1;
    const content = { method, n, params, session };
    const answer = await post(ask, `${base}/call`, { ...content, mac: bridgeMac(key, content) }).catch(() =>
      bridgeRefuses("BRIDGE_ABSENT", "the bridge does not answer any more"),
    );
    const { mac, ...said } = (await answer.json()) as { mac?: string; n?: number; value?: Json; code?: string };
    // Another program of this machine could have taken the port: only who holds the key can answer.
    if (said.n !== undefined && (!mac || said.n !== n || !sameMac(mac, bridgeMac(key, said as Json))))
      return bridgeRefuses("BRIDGE_SESSION", "the answer is not the bridge's");
    if (said.code) throw Object.assign(new Error(said.code), { code: said.code });
    return said.n === undefined ? bridgeRefuses("BRIDGE_SESSION", "no answer of ours") : (said.value ?? null);
  };
  return {
    kind: "token",
    list: async () =>
      ((await call("list", {})) as { id: string; use: string; alg: string; der: string; token: string }[]).map(
        ({ id, use, alg, der, token }) => ({
          id,
          token,
          use: use as SignerCertificate["use"],
          alg: alg as SignerCertificate["alg"],
          der: decodeBase64(der),
        }),
      ),
    sign: async ({ cert, statement, context }) => {
      const cms = await call("sign", { cert, context: { ...context }, statement: encodeBase64(statement) });
      return { cms: decodeBase64(cms as string) };
    },
    unwrap: async ({ cert, alg, ciphertext, info, context }) => {
      const given = { alg, cert, ciphertext: encodeBase64(ciphertext), context: { ...context } };
      const made = await call("unwrap", info ? { ...given, info: encodeBase64(info) } : given);
      return decodeBase64(made as string);
    },
    close: async () => void (await call("close", {}).catch(() => null)),
  };
}
