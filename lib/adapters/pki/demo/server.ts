import { type Answer, type Running, serve } from "@/lib/adapters/loopback/server";
import type { DemoPki } from "./pki";

const MAX_QUERY = 65_536;

/**
 * What the demonstration's authorities offer to the world: their CRLs and their OCSP responders, by the paths behind
 * `http://<authority>.ca.invalid`.
 */
export function startDemoCa(pki: DemoPki, now: () => Date, port: number): Promise<Running> {
  let made: { readonly minute: number; readonly lists: ReadonlyMap<string, Uint8Array> } | null = null;
  const lists = async () => {
    const at = now();
    const minute = Math.floor(at.getTime() / 60_000);
    if (made?.minute !== minute) made = { minute, lists: await pki.crlsByPath(at) };
    return made.lists;
  };
  return serve(
    async ({ method, url, body }): Promise<Answer> => {
      const [, id, what] = url.pathname.split("/");
      if (method === "POST" && id && what === "ocsp") {
        const answer = await pki.ocsp(id, body, now());
        return answer ? { status: 200, type: "application/ocsp-response", bytes: answer } : { status: 400 };
      }
      const list = (await lists()).get(url.pathname);
      if (list) return { status: 200, type: "application/pkix-crl", bytes: list };
      return url.pathname === "/"
        ? { status: 200, body: "demonstration certification authorities\n" }
        : { status: 404 };
    },
    port,
    MAX_QUERY,
  );
}
