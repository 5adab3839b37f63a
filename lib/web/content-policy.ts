import { BRIDGE_PORTS, BRIDGE_TLS_PORT } from "@/lib/crypto/bridge-message";

/**
 * What a page may load and run: our own origin, scripts only with this answer's nonce. Private keys are opened in pages,
 * so a script that somebody slipped into a text must not run.
 *
 * @param nonce       unguessable, new for every answer
 * @param development the development server evaluates code and reloads through a socket
 */
export function contentPolicy(nonce: string, development: boolean): string {
  const scripts = ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'", "'wasm-unsafe-eval'"];
  const rules: Readonly<Record<string, readonly string[]>> = {
    "default-src": ["'self'"],
    "script-src": development ? [...scripts, "'unsafe-eval'"] : scripts,
    // Style attributes are how React says a width; style sheets come from files.
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'"],
    // The token bridge of the bidder's own machine (protocol §4.4), and nobody else's.
    "connect-src": [
      ...["'self'"],
      ...(development ? ["ws:"] : []),
      ...BRIDGE_PORTS.map((port) => `http://127.0.0.1:${port}`),
      `wss://127.0.0.1:${BRIDGE_TLS_PORT}`,
    ],
    "worker-src": ["'self'", "blob:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
  };
  return Object.entries(rules)
    .map(([name, sources]) => `${name} ${sources.join(" ")}`)
    .join("; ");
}
