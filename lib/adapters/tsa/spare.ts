import { steadyMs } from "@/lib/kernel/clock";
import { httpTsa, type Tsa } from "./http";

/** Where another can be asked, nobody waits long for the first. */
const PATIENCE_MS = 4_000;
/** So long one that failed is asked last: not every statement shall wait for it again. */
const ASIDE_MS = 60_000;

/**
 * Timestamp authorities in the order of preference: when one fails, refuses or does not answer in time, the next is asked
 * (protocol §5.1, §9). Which one it was stands in the token; whoever verifies looks for its root in the trust list.
 */
export function spareTsa(
  urls: readonly string[],
  { patienceMs = PATIENCE_MS, asideMs = ASIDE_MS } = {},
): Pick<Tsa, "stamp"> & { readonly authorities: readonly Tsa[] } {
  const authorities = urls.map((url) => (urls.length > 1 ? httpTsa(url, patienceMs) : httpTsa(url)));
  /** By authority and hash: one that knows no SM3 is good for everything else. */
  const failedAt = new Map<string, number>();
  return {
    authorities,
    stamp: async (imprint, hash = "SHA-256") => {
      const key = ({ url }: Tsa) => `${hash} ${url}`;
      const isAside = (one: Tsa) => steadyMs() - (failedAt.get(key(one)) ?? Number.NEGATIVE_INFINITY) < asideMs;
      const order = [...authorities.filter((one) => !isAside(one)), ...authorities.filter(isAside)];
      const problems: string[] = [];
      for (const authority of order)
        try {
          const token = await authority.stamp(imprint, hash);
          failedAt.delete(key(authority));
          return token;
        } catch (error) {
          failedAt.set(key(authority), steadyMs());
          problems.push(`${authority.url}: ${error instanceof Error ? error.message : String(error)}`);
        }
      throw new Error(`no timestamp authority stamps: ${problems.join("; ")}`);
    },
  };
}
