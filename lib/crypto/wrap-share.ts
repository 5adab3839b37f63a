import { type Bytes, concat, label, u8 } from "./bytes";
import { unwrap, wrap } from "./hpke";
import { reject } from "./reasons";
import type { SuiteId } from "./suite";

/** Which share: of which container and group, for the trustee at which position of the policy (from 1). */
export type SharePlace = { readonly container: Uint8Array; readonly group: number; readonly position: number };

const info = ({ container, group, position }: SharePlace): Bytes =>
  concat(label("share"), container, u8(group), u8(position));

/** Wraps a share to a trustee's key: HPKE in suite 1, SM2 in suite 2, where the commitment alone binds the place (§2.4). */
export async function wrapShare(
  recipient: Uint8Array,
  share: Uint8Array,
  place: SharePlace,
  suite: SuiteId,
): Promise<{ readonly ct: Bytes; readonly enc?: Bytes }> {
  if (suite === 1) return wrap(recipient, info(place), share);
  const { sm2Wrap } = await import("./suite-sm");
  return { ct: sm2Wrap(recipient, share) };
}

/** @param secret the trustee's scalar for the group @throws reason `unwrap` */
export async function unwrapShare(
  secret: Uint8Array,
  { ct, enc }: { readonly ct: Uint8Array; readonly enc?: Uint8Array | undefined },
  place: SharePlace,
  suite: SuiteId,
): Promise<Bytes> {
  if (suite === 2) return (await import("./suite-sm")).sm2Unwrap(secret, ct);
  return enc ? unwrap(secret, info(place), { enc, ct }) : reject("unwrap", "no encapsulated key");
}
