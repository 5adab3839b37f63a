import { PLATFORM } from "@/lib/i18n/platform-facts";
import { readClock } from "@/lib/usecases/platform/read-clock";
import { deps } from "@/lib/web/deps";

const VALID_DAYS = 90;

/** Where to report a weakness (RFC 9116); always with some time to run, so that nobody finds it expired. */
export async function GET(): Promise<Response> {
  const [{ origin }, { now }] = await Promise.all([deps(), readClock()]);
  const expires = new Date(now.getTime() + VALID_DAYS * 86_400_000);
  const lines = [
    `Contact: mailto:${PLATFORM.securityEmail}`,
    `Expires: ${expires.toISOString()}`,
    "Preferred-Languages: zh, en",
    `Canonical: ${origin}/.well-known/security.txt`,
    `Policy: ${origin}/help#security`,
  ];
  const headers = { "content-type": "text/plain; charset=utf-8", "cache-control": "public, max-age=3600" };
  return new Response(`${lines.join("\n")}\n`, { headers });
}
