import { type Archive, openArchive } from "@/lib/crypto/archive";
import { openFile } from "./files";

/** Opens an archive package; it stays open, and is read by ranges while it is judged. @throws reason `archive` */
export async function readArchive(name: string): Promise<Archive & { close(): Promise<void> }> {
  const file = await openFile(name);
  try {
    return { ...(await openArchive(file)), close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}
