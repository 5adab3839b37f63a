import { bids, type Statement } from "./forger";
import type { Planted } from "./planted";

const SEAL = /^bids\/[0-9a-f]{64}\/seal\.json$/;

/** What is planted in the whole package, of which everybody gets a part. */
export const PLANTED_FULL: readonly Planted[] = [
  {
    name: "a document exchanged",
    in: "full",
    check: 1,
    code: /^docs:/,
    plant: (forged) => forged.flip(forged.like(/^tender\/documents-1\/.*\.pdf$/)[0]!, 100),
  },
  {
    name: "an octet of the stored ciphertext flipped",
    in: "full",
    check: 8,
    code: /^body:/,
    plant: (forged) => forged.flip(forged.like(/^bids\/bodies\/.*\/0\.bin$/)[0]!, 70_000),
  },
  {
    name: "a bidder's secret exchanged",
    in: "full",
    check: 7,
    code: /^release:/,
    plant: (forged) => {
      const [name] = forged.like(/release\.json$/);
      const release = forged.read(name!);
      [release.B[0].v, release.B[1].v] = [release.B[1].v, release.B[0].v];
      forged.write(name!, release);
    },
  },
  {
    name: "a release of another lot",
    in: "full",
    check: 7,
    code: /^release:/,
    plant: (forged) => {
      const [name] = forged.like(/release\.json$/);
      const release = forged.read(name!);
      release.tender.lot = `${release.tender.lot.slice(0, -1)}9`;
      forged.write(name!, release);
    },
  },
  {
    name: "an earlier version of a bid removed",
    in: "full",
    check: 5,
    code: /^chain:/,
    plant: (forged) => {
      const listedBids = bids(forged);
      const replaced = forged
        .like(SEAL)
        .map((name) => name.slice(5, 69))
        .find((id) => !listedBids.includes(id) && forged.like(new RegExp(`^bids/${id}/withdraw`)).length === 0);
      for (const name of forged.like(new RegExp(`^bids/${replaced}/`))) delete forged.members[name];
    },
  },
  {
    name: "a withdrawal removed, as if the bid had been dropped from the list",
    in: "full",
    check: 6,
    code: /^in-force$/,
    plant: (forged) => {
      const [withdrawal] = forged.like(/withdraw\.json$/);
      for (const name of forged.like(new RegExp(`^${withdrawal!.slice(0, 70)}`))) delete forged.members[name];
    },
  },
  {
    name: "a mark changed",
    in: "full",
    check: 11,
    code: /^scores:/,
    plant: async (forged) => {
      const base = forged.like(/score-sheets\.json$/)[0]!.slice(0, -5);
      const sheets = forged.read(`${base}.json`);
      sheets.sheets[0].marks[0].value = "1.00";
      await forged.put(base, sheets);
    },
  },
  {
    name: "an expert in a seat who was not drawn",
    in: "full",
    check: 10,
    code: /^committee$/,
    plant: async (forged) => {
      const committee = forged.read("evaluation/committee.json");
      committee.members.find(({ kind }: Statement) => kind === "expert").candidate = crypto.randomUUID();
      await forged.put("evaluation/committee", committee);
    },
  },
  {
    name: "the list that was drawn from, changed",
    in: "full",
    check: 10,
    code: /^draw:/,
    plant: (forged) => {
      const [name] = forged.like(/^draws\/candidates-/);
      const list = forged.read(name!);
      [list.candidates[0], list.candidates[1]] = [list.candidates[1], list.candidates[0]];
      forged.write(name!, list);
    },
  },
];
