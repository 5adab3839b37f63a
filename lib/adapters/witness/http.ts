/** A witness is near and quick; nobody waits long for one that is away. */
const TIMEOUT_MS = 5_000;

/** A witness by HTTP (C2SP tlog-witness). What it says is checked by whoever verifies a proof, not believed here. */
export function httpWitness(url: string) {
  return {
    url,
    cosign: async (
      oldSize: bigint,
      consistency: readonly string[],
      checkpoint: string,
    ): Promise<{ readonly cosignatures: string } | { readonly holds: bigint }> => {
      const response = await fetch(`${url}/add-checkpoint`, {
        method: "POST",
        body: `${[`old ${oldSize}`, ...consistency].join("\n")}\n\n${checkpoint}`,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await response.text();
      if (response.status === 409 && /^\d{1,19}\n?$/.test(text)) return { holds: BigInt(text.trim()) };
      if (!response.ok) throw new Error(`witness refuses: ${response.status} ${text.slice(0, 200)}`);
      if (!/^(— \S+ \S+\n)+$/u.test(text) || text.length > 4096) throw new Error("witness answered no cosignature");
      return { cosignatures: text };
    },
  };
}
