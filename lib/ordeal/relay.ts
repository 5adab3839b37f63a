import http from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** What happens to requests on their way to a service that is itself well. */
export type Weather =
  | "fair"
  /** Nobody listens: every connection is cut. */
  | "down"
  /** Each piece takes its time. */
  | "slow"
  /** The service takes nothing more, and says so as a store without room does. */
  | "full"
  /** What is read comes back with one bit turned. */
  | "wrong";

/** A way to a service of loopback on which the weather can change. */
export type Relay = {
  readonly port: number;
  weather(now: Weather): void;
  /** Requests that the weather met since it changed last. */
  met(): number;
  stop(): Promise<void>;
};

const SLOW_MS = 400;
const PIECE = 65_536;
const QUOTA = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>QuotaExceeded</Code><Message>QuotaExceeded</Message></Error>`;

/**
 * Stands before a service and passes everything on as it is, so that signatures over the request hold, until the weather
 * changes. The platform speaks to it as to the service itself.
 *
 * @param spoils which answers come back wrong in `wrong` weather
 */
export async function relay(
  to: { readonly host: string; readonly port: number },
  own = 0,
  spoils: (request: http.IncomingMessage) => boolean = () => true,
): Promise<Relay> {
  let weather: Weather = "fair";
  let met = 0;
  const sockets = new Set<Socket>();
  const server = http.createServer((request, response) => {
    if (weather === "down") return void request.socket.destroy();
    if (weather === "full" && (request.method === "PUT" || request.method === "POST")) {
      met++;
      request.resume().on("end", () => {
        response.writeHead(403, { "content-type": "application/xml", "content-length": QUOTA.length });
        response.end(QUOTA);
      });
      return;
    }
    const spoiled = weather === "wrong" && request.method === "GET" && spoils(request);
    if (weather === "slow" || spoiled) met++;
    void pass(request, response, to, { slow: weather === "slow", spoiled });
  });
  server.keepAliveTimeout = 60_000;
  server.on("connection", (socket) => {
    if (weather === "down") {
      met++;
      return void socket.destroy();
    }
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(own, "127.0.0.1", () => resolve()));
  return {
    port: (server.address() as AddressInfo).port,
    weather: (now) => {
      weather = now;
      met = 0;
      if (now === "down") for (const socket of sockets) socket.destroy();
    },
    met: () => met,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

type Passing = { readonly slow: boolean; readonly spoiled: boolean };

async function pass(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  { host, port }: { readonly host: string; readonly port: number },
  { slow, spoiled }: Passing,
): Promise<void> {
  if (slow) await wait(SLOW_MS);
  const { method, url: path, headers } = request;
  const onward = http.request({ host, port, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    if (spoiled) answer.once("data", (piece: Buffer) => (piece[piece.length >> 1]! ^= 1));
    if (slow) void trickle(answer, response);
    else answer.pipe(response);
    answer.once("error", () => response.destroy());
  });
  onward.once("error", () => response.destroy());
  request.once("error", () => onward.destroy());
  if (slow) void trickle(request, onward);
  else request.pipe(onward);
}

/** As over a line that carries some hundred kilobytes a second. */
async function trickle(from: AsyncIterable<Buffer>, to: NodeJS.WritableStream): Promise<void> {
  try {
    for await (const piece of from) {
      to.write(piece);
      await wait((SLOW_MS / 4) * Math.max(0.05, piece.length / PIECE));
    }
    to.end();
  } catch {
    to.end();
  }
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
