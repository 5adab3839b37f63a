import { parsePolicy, type Policy } from "@/lib/crypto/policy";
import type { PolicyRow } from "@/lib/store/policies";

/** Lots whose policies are kept read: those that are submitted to at one time. */
const KEPT = 200;

const read = new Map<string, Policy>();

/**
 * A published policy, read once: its bytes never change (its hash says which they are), and reading one, with every
 * trustee's statement in it, costs as much as verifying a signature. In the last minute each arrival asks for it.
 */
export function readPolicy({ hash, bytes }: Pick<PolicyRow, "hash" | "bytes">): Policy {
  const known = read.get(hash);
  if (known) return known;
  const policy = parsePolicy(bytes);
  if (read.size >= KEPT) read.delete(read.keys().next().value!);
  read.set(hash, policy);
  return policy;
}
