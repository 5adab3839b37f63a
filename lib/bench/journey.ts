import { db } from "@/lib/store/db";
import { signIn } from "@/lib/ordeal/sign-in";
import type { Visitor } from "@/lib/ordeal/visitor";
import { type Bench, latency, type Measurement, median, timed } from "./measure";
import { bareQueries, manyNotices } from "./notices";
import { type AtWork, atWork } from "./platform-at-work";

const TIMES = 21;

/** Page times on a hundred thousand notices, against the bare queries of the same page in the same run. */
export const journey: Bench = (place) =>
  atWork(place, async (at) => {
    await at.scene.publish(1);
    place.tell("100 000 notices of 20 000 tenders");
    place.tell(`made in ${Math.round((await timed(manyNotices)) / 1000)} s`);
    const person = at.browser();
    await signIn(at.scene.author, person);
    const { id } = await db().notice.findFirstOrThrow({ where: { type: "tenderNotice", training: false } });
    const pages: readonly [string, string, Visitor][] = [
      ["journey-list", "/notices", at.browser()],
      ["journey-list-all", "/notices?kind=all&scope=all&page=40", at.browser()],
      ["journey-search", `/notices?kind=all&scope=all&q=${encodeURIComponent("第7777号")}`, at.browser()],
      ["journey-notice", `/notices/${id}`, at.browser()],
      ["journey-workbench", "/work", person],
    ];
    const all: Measurement[] = [];
    for (const [name, path, visitor] of pages) {
      place.tell(path);
      all.push(await page(name, path, visitor, at));
    }
    return all;
  });

async function page(name: string, path: string, visitor: Visitor, { dataDir }: AtWork): Promise<Measurement> {
  const ask = async () => {
    const { status, body } = await visitor.ask("look", path);
    if (status !== 200 || body.length < 1000) throw new Error(`${path}: ${status}`);
  };
  for (let warm = 0; warm < 5; warm++) await ask();
  const times: number[] = [];
  for (let turn = 0; turn < TIMES; turn++) times.push(await timed(ask));
  const queries: number[] = [];
  let count = 0;
  for (let turn = 0; turn < 3; turn++) {
    const bare = await bareQueries(dataDir, ask);
    queries.push(bare.ms);
    count = bare.count;
  }
  const p95 = [...times].sort((a, b) => a - b)[Math.floor(TIMES * 0.95)]!;
  const detail = `${path.split("?")[0]}, median of ${TIMES} (p95 ${p95.toFixed(0)} ms); reference: the page's own ${count} queries as PostgreSQL times them`;
  return latency(name, median(times), median(queries), "ms", detail);
}
