// Loaded before the web server (`node --import`): who a request comes from is what its connection says, and the body of an
// upload is read from the connection itself.
//
// Next believes an X-Forwarded-For that a client sends. With it anybody could choose the address that stands in the audit
// trail and in the signs of collusion, and try passwords from a fresh one each time. Only proxies named in
// TRUSTED_PROXIES (addresses, separated by commas) may say whom they speak for.
import http from "node:http";

const plain = (address) => (address ?? "").replace(/^::ffff:/, "");
const trusted = new Set((process.env.TRUSTED_PROXIES ?? "").split(",").map((one) => plain(one.trim())));

/** Makes `headers` say what the connection from `peer` may say. */
export function ownAddress(headers, peer, proxies = trusted) {
  const address = plain(peer);
  if (proxies.has(address)) return;
  for (const name of Object.keys(headers))
    if (name.startsWith("x-forwarded-") || name === "forwarded") delete headers[name];
  headers["x-forwarded-for"] = address;
}

/** Whether the path can be decoded. Next answers one that cannot (`/%ff`) with an error of its own. */
export function isReadable(url) {
  try {
    decodeURIComponent(url.split("?", 1)[0]);
    return true;
  } catch {
    return false;
  }
}

/** The header that names an upload's connection to its route, and where lib/web/body.ts finds it by that name. */
const CONNECTION = "x-xinbiao-connection";
const uploads = new Map();
globalThis[Symbol.for("xinbiao.uploads")] = uploads;
let serial = 0;

/**
 * Lets the route read the body as it comes in. Through the streams that Next puts between, each piece is copied twice and
 * waits for a dozen promises: a third of what taking a part costs. Nobody outside names a connection: it may be another's.
 */
function nameConnection(request, answer) {
  delete request.headers[CONNECTION];
  if (request.method !== "PUT") return;
  const name = String(++serial);
  request.headers[CONNECTION] = name;
  uploads.set(name, request);
  // Whichever comes first: an answer that waits behind another on a line that breaks is never closed, its request is.
  const forget = () => uploads.delete(name);
  request.once("close", forget);
  answer.once("close", forget);
}

const { emit } = http.Server.prototype;
http.Server.prototype.emit = function emitOwn(event, ...given) {
  if (event !== "request") return emit.call(this, event, ...given);
  const [request, answer] = given;
  ownAddress(request.headers, request.socket.remoteAddress);
  nameConnection(request, answer);
  if (isReadable(request.url)) return emit.call(this, event, ...given);
  answer.writeHead(400, { "content-type": "text/plain", connection: "close" }).end("Bad Request\n");
  return true;
};
