import { bytesToHex, concat, utf8 } from "@/lib/crypto/bytes";
import { suiteOf } from "@/lib/crypto/suite";
import { bendJson, canon, scratched, spelled, type Value } from "./fuzz-json";
import type { Random } from "./fuzz-loop";
import { assembled, type Parts, type SealSeeds } from "./fuzz-seal-seeds";

const read = (bytes: Uint8Array): Value => JSON.parse(new TextDecoder().decode(bytes)) as Value;

/**
 * A neighbour of a valid container: one of its parts bent, and what names it made to fit again as often as not. An
 * adversary who is a bidder signs its own fault; only the rules of the format are then in its way.
 */
export async function bentContainer(random: Random, seeds: SealSeeds, corpus: readonly Value[]): Promise<Uint8Array> {
  const parts = seeds.containers[random(seeds.containers.length)]!;
  switch (random(7)) {
    case 0:
      return edges(random, assembled(parts));
    case 1:
      return scratched(random, assembled(parts));
    case 2:
      return assembled(
        await withHeader(random, parts, utf8(spelled(random, bent(random, parts.header, corpus))), seeds),
      );
    case 3:
    case 4: {
      const seal = utf8(spelled(random, bent(random, parts.seal, corpus)));
      return assembled({ ...parts, seal, cms: random(2) ? await seeds.sign(seal) : parts.cms });
    }
    case 5:
      return assembled({ ...parts, bodies: bentBodies(random, parts, seeds) });
    default:
      return assembled({ ...parts, cms: random(3) ? scratched(random, parts.cms) : seeds.containers[0]!.cms });
  }
}

function bent(random: Random, bytes: Uint8Array, corpus: readonly Value[]): Value {
  let value = read(bytes);
  for (let bends = random(3) === 0 ? 1 + random(3) : 1; bends > 0; bends--) value = bendJson(random, value, corpus);
  return value;
}

/** Another header, which the seal names, signed again: half of the time. */
async function withHeader(random: Random, parts: Parts, header: Uint8Array, { sign }: SealSeeds): Promise<Parts> {
  if (random(2)) return { ...parts, header };
  const seal = read(parts.seal) as { container: string; headers: Record<string, string> };
  seal.headers[seal.container] = bytesToHex(suiteOf(parts.suite).hash(header));
  const bytes = utf8(canon(seal));
  return { ...parts, header, seal: bytes, cms: await sign(bytes) };
}

function bentBodies(random: Random, { bodies }: Parts, seeds: SealSeeds): readonly Uint8Array[] {
  const at = random(bodies.length);
  const changed = [...bodies];
  switch (random(5)) {
    case 0:
      return changed.reverse();
    case 1:
      return changed.slice(0, at);
    case 2:
      return [...changed, changed[at]!];
    case 3:
      changed[at] = seeds.containers[random(seeds.containers.length)]!.bodies[at]!;
      return changed;
    default:
      changed[at] = scratched(random, changed[at]!);
      return changed;
  }
}

const EDGES = [0, 1, 255, 4095, 4096, 2 ** 31, 2 ** 32 - 1];

/** The fixed octets: magic, version, suite, lengths, offsets, padding, pages more or less. */
function edges(random: Random, bytes: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(bytes);
  const view = new DataView(changed.buffer);
  const end = changed.length;
  const edge = EDGES[random(EDGES.length)]!;
  switch (random(10)) {
    case 0:
      changed[random(8)]! ^= 1 << random(8);
      return changed;
    case 1:
      changed[8 + random(2)] = random(4);
      return changed;
    case 2:
      view.setUint16(10, random(4));
      return changed;
    case 3:
      view.setUint32(12, edge);
      return changed;
    case 4:
      view.setBigUint64(end - 32, BigInt(edge) * BigInt(random(2) ? 1 : 4096));
      return changed;
    case 5:
      view.setUint32(end - 24, edge);
      return changed;
    case 6:
      view.setUint32(end - 20, edge);
      return changed;
    case 7:
      changed[end - 16 + random(16)]! ^= 1 << random(8);
      return changed;
    case 8:
      return concat(changed.subarray(0, 4096 * random(3)), new Uint8Array(4096), changed.subarray(4096 * random(3)));
    default:
      // Padding that is not zero, wherever a page has room.
      changed[4096 * (1 + random(Math.max(1, Math.floor(end / 4096)))) - 1]! ^= 1;
      return changed;
  }
}
