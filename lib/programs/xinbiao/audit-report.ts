import { disconnect } from "@/lib/store/db";
import { checkChain } from "@/lib/usecases/audit/check-chain";

/** The check of the audit chain, with the connection closed behind it. */
export async function auditReport() {
  try {
    return await checkChain();
  } finally {
    await disconnect();
  }
}
