import type { Actor } from "@/lib/domain/actor";
import { type Venue, venueFault, venuesOf } from "@/lib/domain/venue";

let read: { readonly text: string; readonly venues: readonly Venue[] } | undefined;

/** The venues of this installation (EVALUATION_VENUES). */
export function venues(): readonly Venue[] {
  const text = process.env.EVALUATION_VENUES ?? "";
  if (read?.text !== text) read = { text, venues: venuesOf(text) };
  return read.venues;
}

/**
 * Whoever sits in a committee that meets at a venue reads and acts from there alone, at the door as well as at the desk
 * . By the address our own proxy saw, never by one that the request claims.
 *
 * @throws {Refusal} OUTSIDE_VENUE
 */
export function mustBeAtVenue({ address }: Actor, { venue }: { readonly venue: string | null }): void {
  const fault = venueFault(venue, address, venues());
  if (fault) throw fault;
}
