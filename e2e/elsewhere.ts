import http from "node:http";
import type { AddressInfo } from "node:net";

/** Where the committee sits: this machine. */
export const VENUE = "黔中评标中心三号室";

/** The one proxy whose word the platform takes for where somebody is (e2e/setup.ts). */
export const PROXY = "127.0.0.77";

/**
 * The platform as it is reached from another network: through a proxy that it trusts, which says where its client is.
 *
 * @param address the client's, as the platform will see it
 */
export async function fromElsewhere(address: string, work: (origin: string) => Promise<void>): Promise<void> {
  const { port } = new URL(process.env.E2E_URL!);
  const proxy = http.createServer((request, answer) => {
    const { url: path, method } = request;
    const headers = { ...request.headers, "x-forwarded-for": address };
    const on = http.request({ host: "127.0.0.1", port, localAddress: PROXY, path, method, headers }, (given) => {
      answer.writeHead(given.statusCode!, given.headers);
      given.pipe(answer);
    });
    on.on("error", () => answer.destroy());
    request.pipe(on);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  try {
    // The same host, so that who is signed in there is signed in here.
    await work(`http://localhost:${(proxy.address() as AddressInfo).port}`);
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
}
