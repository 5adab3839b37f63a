import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { openDemoPki } from "@/lib/adapters/pki/demo/pki";
import type { AuthorityId } from "@/lib/adapters/pki/demo/shapes";
import { writeSecret } from "@/lib/adapters/pki/demo/keys";
import { certificatesFromPem, toPem } from "@/lib/crypto/certificate";
import { type DemoTsaKey, demoTsa } from "./authority";

const MAX_QUERY = 65_536;
const LIFE = { notBefore: new Date("2021-01-01T00:00:00Z"), notAfter: new Date("2044-12-31T23:59:59Z") };

export type DemoTsaOf = {
  /** Where key and certificate are kept; `<dataDir>/demo/tsa` if absent. */
  readonly folder?: string | undefined;
  /** Under whose root it stands: a spare is of another house. */
  readonly authority?: AuthorityId | undefined;
};

/** A demonstration timestamp authority's key and certificate, made at the first start. */
export async function demoTsaKey(
  dataDir: string,
  { folder = join(dataDir, "demo", "tsa"), authority = "demo-a" }: DemoTsaOf = {},
): Promise<DemoTsaKey> {
  const file = (name: string) => join(folder, name);
  try {
    const [pem, privateKey] = await Promise.all([
      readFile(file("tsa.pem"), "utf8"),
      readFile(file("tsa.key.pem"), "utf8"),
    ]);
    const [certificateDer, ...chainDer] = certificatesFromPem(pem);
    return { certificateDer: certificateDer!, chainDer, privateKey };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const pki = await openDemoPki(join(dataDir, "demo", "ca"));
  const issued = await pki.issue({
    kind: "tsa",
    authority,
    name: authority === "demo-a" ? "演示时间戳服务" : "演示备用时间戳服务",
    ...LIFE,
  });
  const privateKey = toPem("PRIVATE KEY", issued.privateKeyPkcs8);
  await writeSecret(file("tsa.key.pem"), privateKey);
  const pem = [issued.certificateDer, ...issued.chainDer].map((bytes) => toPem("CERTIFICATE", bytes)).join("");
  await writeSecret(file("tsa.pem"), pem);
  return { certificateDer: issued.certificateDer, chainDer: issued.chainDer, privateKey };
}

export type RunningTsa = { readonly url: string; close(): Promise<void> };

/** RFC 3161 over HTTP on loopback. GET answers with a line, for people and health checks. */
export function startDemoTsa(key: DemoTsaKey, now: () => Date, port: number): Promise<RunningTsa> {
  const answer = demoTsa(key, now);
  const server = createServer((request, response) => {
    if (request.method !== "POST") return void response.writeHead(200).end("demonstration timestamp authority\n");
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_QUERY) request.destroy();
      else chunks.push(chunk);
    });
    request.on("end", async () => {
      const reply = await answer(new Uint8Array(Buffer.concat(chunks)));
      response.writeHead(200, { "content-type": "application/timestamp-reply" }).end(reply);
    });
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(running(server)));
  });
}

function running(server: Server): RunningTsa {
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}
