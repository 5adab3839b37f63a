// Loaded before the web server (`node --import`): who a request comes from is what its connection says.
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

const { emit } = http.Server.prototype;
http.Server.prototype.emit = function emitOwn(event, ...given) {
  if (event === "request") ownAddress(given[0].headers, given[0].socket.remoteAddress);
  return emit.call(this, event, ...given);
};
