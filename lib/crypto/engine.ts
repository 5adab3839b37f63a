type Bytes = Uint8Array<ArrayBuffer>;

/** The primitives whose speed matters. WebCrypto serves everywhere; a server may hand in a faster one. */
export type Engine = {
  sha256(bytes: Uint8Array): Promise<Bytes>;
  /** AES-256-GCM, 16-octet tag at the end, no associated data. */
  seal(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Promise<Bytes>;
  /** @returns null where the tag does not fit */
  open(key: Uint8Array, nonce: Uint8Array, cipher: Uint8Array): Promise<Bytes | null>;
};

const keys = new WeakMap<Uint8Array, Promise<CryptoKey>>();

/** One import per key, however many chunks it encrypts. */
function aesKey(raw: Uint8Array): Promise<CryptoKey> {
  let key = keys.get(raw);
  if (!key) {
    key = crypto.subtle.importKey("raw", raw as Bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
    keys.set(raw, key);
  }
  return key;
}

export const WEB_ENGINE: Engine = {
  sha256: async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Bytes)),
  seal: async (key, nonce, plain) => {
    const parameters = { name: "AES-GCM", iv: nonce as Bytes };
    return new Uint8Array(await crypto.subtle.encrypt(parameters, await aesKey(key), plain as Bytes));
  },
  open: async (key, nonce, cipher) => {
    const parameters = { name: "AES-GCM", iv: nonce as Bytes };
    try {
      return new Uint8Array(await crypto.subtle.decrypt(parameters, await aesKey(key), cipher as Bytes));
    } catch {
      return null;
    }
  },
};

let current: Engine = WEB_ENGINE;

export const engine = (): Engine => current;

/** Called once at the start of a program that has a faster engine. */
export function useEngine(faster: Engine): void {
  current = faster;
}
