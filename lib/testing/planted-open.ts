import { sha256Hex, utf8 } from "@/lib/crypto/bytes";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { bids, type Statement } from "./forger";
import type { Planted } from "./planted";

/** What is planted in the package that everybody gets. */
export const PLANTED_OPEN: readonly Planted[] = [
  {
    name: "a bid dropped, with its row in the list and its line in the log",
    in: "open",
    check: 6,
    code: /^closing$/,
    plant: async (forged) => {
      const list = forged.read("opening/close-list.json");
      const [gone] = list.bids.splice(0, 1);
      for (const name of forged.like(new RegExp(`^bids/${gone.bid}/`))) delete forged.members[name];
      forged.lines(({ blind }) => blind !== gone.blind);
      await forged.put("opening/close-list", list);
    },
  },
  {
    name: "a bid swapped for another's",
    in: "open",
    check: 5,
    code: /^bid:/,
    plant: (forged) => {
      const [one, two] = bids(forged) as [string, string];
      for (const name of ["seal.json", "seal.p7s"]) forged.swap(`bids/${one}/${name}`, `bids/${two}/${name}`);
    },
  },
  {
    name: "a bidder's signature swapped",
    in: "open",
    check: 5,
    code: /^bid:/,
    plant: (forged) => {
      const [one, two] = bids(forged) as [string, string];
      forged.swap(`bids/${one}/seal.p7s`, `bids/${two}/seal.p7s`);
    },
  },
  {
    name: "the time of a receipt changed",
    in: "open",
    check: 5,
    code: /^bid:/,
    plant: async (forged) => {
      // Of a bid in force: a withdrawal has a receipt, too, and is named as one.
      const base = `bids/${bids(forged)[0]!}/receipt`;
      const receipt = forged.read(`${base}.json`);
      receipt.arrival = receipt.arrival.replace(/\d{6}Z$/, "000001Z");
      await forged.put(base, receipt);
    },
  },
  {
    name: "timestamps swapped",
    in: "open",
    check: 5,
    code: /^bid:/,
    plant: (forged) => {
      const [one, two] = bids(forged) as [string, string];
      forged.swap(`bids/${one}/seal.tst`, `bids/${two}/seal.tst`);
    },
  },
  {
    name: "a header changed",
    in: "open",
    check: 5,
    code: /^bid:/,
    plant: (forged) => {
      const { container } = forged.read(`bids/${bids(forged)[0]}/seal.json`);
      const name = `bids/headers/${container}.json`;
      const header = forged.read(name);
      header.commit.opening[0] = header.commit.opening[1];
      forged.write(name, header);
    },
  },
  {
    name: "the deadline moved by the platform alone",
    in: "open",
    check: 5,
    code: /^record:1$/,
    plant: async (forged) => {
      const record = forged.read("tender/record-1.json");
      record.deadline = record.deadline.replace(/^\d{4}/, "2039");
      await forged.put("tender/record-1", record);
      forged.members["tender/record-1.platform.p7s"] = forged.members["tender/record-1.p7s"]!;
      delete forged.members["tender/record-1.p7s"];
    },
  },
  {
    name: "a trustee's key in the policy changed",
    in: "open",
    check: 5,
    code: /^policy$/,
    plant: async (forged) => {
      const policy = forged.read("tender/policy.json");
      [policy.trustees[0].statement.keys, policy.trustees[1].statement.keys] = [
        policy.trustees[1].statement.keys,
        policy.trustees[0].statement.keys,
      ];
      await forged.put("tender/policy", policy);
      forged.members["tender/policy.platform.p7s"] = forged.members["tender/policy.p7s"]!;
      delete forged.members["tender/policy.p7s"];
    },
  },
  {
    name: "a line of the log dropped: the closing's",
    in: "open",
    check: 4,
    code: /^order$|^closing$/,
    plant: (forged) => forged.lines(({ event }) => event.kind !== "close"),
  },
  {
    name: "an event's hash changed",
    in: "open",
    check: 4,
    code: /^event:freeze/,
    plant: (forged) => {
      const text = new TextDecoder().decode(forged.members["events.jsonl"]!);
      const lines = text.split("\n").map((line) => {
        if (!line.includes('"kind":"freeze"')) return line;
        const entry = JSON.parse(line);
        entry.event.hash = entry.event.hash.split("").reverse().join("");
        return new TextDecoder().decode(canonicalBytes(entry));
      });
      forged.members["events.jsonl"] = utf8(lines.join("\n"));
    },
  },
  {
    name: "how the log grew, changed",
    in: "open",
    check: 3,
    code: /^checkpoints$/,
    plant: (forged) => {
      const proof = forged.read("log/consistency.json");
      const step = proof.steps.find(({ hashes }: Statement) => hashes.length > 0);
      step.hashes[0] = "0".repeat(64);
      forged.write("log/consistency.json", proof);
    },
  },
  {
    name: "a price in the opening record changed",
    in: "open",
    check: 8,
    code: /^form:/,
    plant: async (forged) => {
      const record = forged.read("opening/opening-record.json");
      record.bids.find(({ form }: Statement) => form).form.price = "1.00";
      await forged.put("opening/opening-record", record);
    },
  },
  {
    name: "an hourly timestamp that is over something else",
    in: "open",
    check: 3,
    code: /^stamped:/,
    plant: (forged) => {
      const [token] = forged.like(/^log\/stamped-\d+\.tst$/);
      forged.members[token!] = forged.members["opening/close.tst"]!;
    },
  },
  {
    name: "a bid opened that the freeze says was not released",
    in: "open",
    check: 9,
    code: /^record$/,
    plant: async (forged) => {
      const freeze = forged.read("opening/freeze.json");
      freeze.bids.find(({ released }: Statement) => released).released = false;
      await forged.put("opening/freeze", freeze);
    },
  },
  {
    name: "a trustee's share changed",
    in: "open",
    check: 7,
    code: /^share-/,
    plant: (forged) => {
      const [name] = forged.like(/^opening\/share-.*\.json$/);
      const share = forged.read(name!);
      [share.shares[0].v, share.shares[1].v] = [share.shares[1].v, share.shares[0].v];
      forged.write(name!, share);
    },
  },
  {
    // Without a share of its own there is nothing to try the key on but the policy.
    name: "an opening key that is another trustee's, whose shares are gone",
    in: "open",
    check: 7,
    code: /^trustee-key:/,
    plant: (forged) => {
      const [one, two] = forged.like(/^opening\/trustee-key-\d\.json$/);
      const position = /\d/.exec(one!)![0];
      for (const name of forged.like(new RegExp(`^opening/share-${position}-`))) delete forged.members[name];
      const [own, other] = [forged.read(one!), forged.read(two!)];
      forged.write(one!, { ...own, keys: other.keys });
    },
  },
  {
    name: "a draw's result changed",
    in: "open",
    check: 10,
    code: /^draw:/,
    plant: (forged) => {
      const [name] = forged.like(/^draws\/\d+-draw-result\.json$/);
      const result = forged.read(name!);
      result.order = [result.order[0] === 0 ? 1 : 0];
      forged.write(name!, result);
    },
  },
  {
    name: "an outage of the clock that was said to have begun a day earlier",
    in: "open",
    check: 5,
    code: /^clock:/,
    plant: async (forged) => {
      const base = forged.like(/^tender\/clocks\/.*\.json$/)[0]!.slice(0, -5);
      const said = forged.read(`${base}.json`);
      said.at = new Date(new Date(said.at).getTime() - 86_400_000).toISOString().replace("Z", "000Z");
      await forged.put(base, said);
      // Under its own name, with the token of what was said then.
      const renamed = `tender/clocks/${(await sha256Hex(forged.members[`${base}.json`]!)).slice(0, 16)}`;
      for (const end of ["json", "p7s", "tst"]) {
        forged.members[`${renamed}.${end}`] = forged.members[`${base}.${end}`]!;
        delete forged.members[`${base}.${end}`];
      }
    },
  },
];
