import { crc32 } from "node:zlib";
import { type Engine, WEB_ENGINE } from "@/lib/crypto/engine";
import { digest } from "./digest";
import { nodeVerify } from "./verify";

/** Up to so many octets a digest is made at once: WebCrypto's copy and its way to another thread cost more. */
const AT_ONCE = 256 * 1024;

/** For web and worker, whose thread answers others meanwhile: chunks at once, long inputs and ciphers beside it. */
export const SERVER_ENGINE: Engine = {
  ...WEB_ENGINE,
  verify: nodeVerify,
  crc32,
  hash: (...parts) => digest("sha256", parts),
  sha256: async (...parts) =>
    parts.reduce((sum, { length }) => sum + length, 0) <= AT_ONCE
      ? digest("sha256", parts)
      : WEB_ENGINE.sha256(...parts),
  sm3: async (...parts) => digest("sm3", parts),
};
