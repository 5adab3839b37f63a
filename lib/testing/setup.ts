import path from "node:path";

process.env.VECTORS_DIR ??= path.resolve("../shared/vectors");
process.env.NEXTAUTH_SECRET ??= "only-for-tests-only-for-tests-only";
