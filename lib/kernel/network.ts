/** An address or a range of addresses: the first `bits` of `size` are given. */
export type AddressRange = { readonly value: bigint; readonly bits: number; readonly size: 32 | 128 };

/** `10.1.0.0/16`, `2001:db8::/48`, or one address; null where it is neither. */
export function addressRange(text: string): AddressRange | null {
  const [address, prefix, more] = text.split("/");
  const read = addressOf(address ?? "");
  if (!read || more !== undefined) return null;
  if (prefix === undefined) return { ...read, bits: read.size };
  const bits = Number(prefix);
  return /^\d{1,3}$/.test(prefix) && bits <= read.size ? { ...read, bits } : null;
}

/** Whether an address, as a request carries it, lies in one of the ranges. What is no address lies nowhere. */
export function isWithin(text: string, ranges: readonly AddressRange[]): boolean {
  const address = addressOf(text);
  return (
    address !== null &&
    ranges.some(({ value, bits, size }) => {
      const rest = BigInt(size - bits);
      return size === address.size && value >> rest === address.value >> rest;
    })
  );
}

/** IPv4 inside IPv6 (`::ffff:10.1.2.3`) is the IPv4 address it stands for. */
function addressOf(text: string): { readonly value: bigint; readonly size: 32 | 128 } | null {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)?.[1];
  const four = fourOctets(mapped ?? text);
  if (four !== null) return { value: four, size: 32 };
  const six = eightGroups(text);
  return six === null ? null : { value: six, size: 128 };
}

function fourOctets(text: string): bigint | null {
  const octets = text.split(".");
  // No leading zeros: 010 is eight to some programs and ten to others.
  if (octets.length !== 4 || !octets.every((octet) => /^(0|[1-9]\d{0,2})$/.test(octet) && Number(octet) < 256))
    return null;
  return octets.reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);
}

function eightGroups(text: string): bigint | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const given = [...head!, ...(tail ?? [])];
  const missing = 8 - given.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = tail === undefined ? given : [...head!, ...Array<string>(missing).fill("0"), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}
