import { type AddressRange, addressRange, isWithin } from "@/lib/kernel/network";
import { Refusal } from "./refusal";

/** A place in which committees sit, and the network addresses its terminals have. */
export type Venue = { readonly name: string; readonly ranges: readonly AddressRange[] };

/**
 * Venues as the installation names them: `name=range range; name=range`, a range an address or `10.1.0.0/16`.
 *
 * @throws {Error} where it cannot be read: a typing error must not open a room to everybody
 */
export function venuesOf(text: string): readonly Venue[] {
  const entries = text.split(/[;；]/).flatMap((one) => one.trim() || []);
  const venues = entries.map((entry): Venue => {
    const [name = "", list = "", more] = entry.split("=").map((part) => part.trim());
    const ranges = list.split(/[\s,，]+/).flatMap((part) => (part ? [addressRange(part)] : []));
    if (!name || more !== undefined || ranges.length === 0 || ranges.includes(null))
      throw new Error(`EVALUATION_VENUES: ${entry} is not NAME=ADDRESSES`);
    return { name, ranges: ranges.filter((range) => range !== null) };
  });
  if (new Set(venues.map(({ name }) => name)).size !== venues.length)
    throw new Error("EVALUATION_VENUES: one name twice");
  return venues;
}

/**
 * Why somebody at this address may not enter an evaluation that is held at a venue, or null. A venue that the
 * installation no longer knows has no address, and lets nobody in.
 */
export function venueFault(
  venue: string | null,
  address: string,
  venues: readonly Venue[],
): Refusal<"OUTSIDE_VENUE"> | null {
  if (venue === null) return null;
  const ranges = venues.find(({ name }) => name === venue)?.ranges ?? [];
  return isWithin(address, ranges) ? null : new Refusal("OUTSIDE_VENUE", { venue }, ["R-112"]);
}
