import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";

/** Networks that are somebody's own, or nobody's (RFC 6890): an address in a list must not lead our requests there. */
const closed = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  closed.addSubnet(network, bits, "ipv4");

/** Of IPv6 only global unicast; of that not documentation, 6to4 and Teredo, which wrap addresses of the other kind. */
const open6 = new BlockList();
open6.addSubnet("2000::", 3, "ipv6");
const closed6 = new BlockList();
closed6.addSubnet("2001:db8::", 32, "ipv6");
closed6.addSubnet("2001::", 23, "ipv6");
closed6.addSubnet("2002::", 16, "ipv6");

/** Whether an address is one of the public network. */
export function isPublic(address: string): boolean {
  const kind = isIP(address);
  if (kind === 4) return !closed.check(address, "ipv4");
  return kind === 6 && open6.check(address, "ipv6") && !closed6.check(address, "ipv6");
}

export type Resolved = { readonly address: string; readonly family: 4 | 6 };

/**
 * The address to connect to, checked once and then used: resolved a second time, a name could lead elsewhere.
 * @param host as in a URL: a name, an IPv4 address, or an IPv6 address in brackets
 * @throws {Error} if any of its addresses is not public
 */
export async function publicAddress(host: string): Promise<Resolved> {
  const bare = host.replace(/^\[|\]$/g, "");
  const kind = isIP(bare);
  const found = kind ? [{ address: bare, family: kind }] : await lookup(bare, { all: true });
  const closedOne = found.find(({ address }) => !isPublic(address));
  if (closedOne || found.length === 0) throw new Error(`${host} is not a public address`);
  return found[0] as Resolved;
}
