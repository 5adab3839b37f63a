// Database and object store that the settings name instead of the embedded ones: can they be used, and if not, why.
import pg from "pg";
import { sleep } from "./processes.mjs";
import { Problem } from "./say.mjs";

/** @throws {Problem} one sentence, without the password */
export async function reachableDatabase(url) {
  let client;
  try {
    client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
    await client.connect();
  } catch (error) {
    const { host } = safeUrl(url);
    throw new Problem(
      `无法连接 DATABASE_URL 指定的数据库。The database of DATABASE_URL (${host}) cannot be reached: ${error.message || error.code}`,
    );
  } finally {
    await client?.end().catch(() => {});
  }
}

const safeUrl = (url) => (URL.canParse(url) ? new URL(url) : { host: "not an address" });

/** Whether the bucket can be reached with these keys; what the client says is long, its first line is enough. */
export async function reachableObjects({ S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY, S3_SECRET_KEY, S3_REGION }) {
  const fail = (why) => {
    throw new Problem(
      `无法使用 S3_ENDPOINT 指定的对象存储。The object store of S3_ENDPOINT (${S3_ENDPOINT}) cannot be used: ${why}`,
    );
  };
  if (!URL.canParse(S3_ENDPOINT)) fail("not an address");
  if (!S3_ACCESS_KEY || !S3_SECRET_KEY) fail("S3_ACCESS_KEY or S3_SECRET_KEY is not set");
  const { hostname, port, protocol } = new URL(S3_ENDPOINT);
  const useSSL = protocol === "https:";
  const address = { endPoint: hostname, port: port ? Number(port) : useSSL ? 443 : 80, useSSL, pathStyle: true };
  const { Client } = await import("minio");
  const keys = { accessKey: S3_ACCESS_KEY, secretKey: S3_SECRET_KEY, region: S3_REGION ?? "us-east-1" };
  const late = sleep(10_000).then(() => fail("no answer within 10 s"));
  const asks = new Client({ ...address, ...keys }).bucketExists(S3_BUCKET ?? "xinbiao");
  const trouble = (error) => fail(`${error.code ?? error.name ?? ""} ${error.message ?? ""}`.trim().split("\n")[0]);
  // A bucket that is not there yet is made by the platform, with object lock.
  await Promise.race([asks.catch(trouble), late]);
}
