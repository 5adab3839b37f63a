import { parseSeal } from "@/lib/crypto/seal";
import type { Operator } from "./operator";
import { AUDIT_TAMPERINGS, type Tampering } from "./tamperings-audit";

export type { Tampering };

type Bid = { readonly digest: string; readonly bytes: Buffer; readonly receipt: Buffer; readonly tst: Buffer };

/** Bids in force, by their ids. */
const bids = async (hand: Operator): Promise<readonly Bid[]> =>
  (await hand.rows(
    "select digest, bytes, receipt, tst from sealed_bid where lot_id = $1 and state in ('inForce', 'opened') order by digest",
    [hand.lotId],
  )) as unknown as Bid[];

/** Keys of the first part of each segment of a bid's container. */
async function objectsOf(hand: Operator, { bytes }: Bid): Promise<readonly string[]> {
  const { container } = parseSeal(new Uint8Array(bytes));
  const rows = await hand.rows(
    "select p.object_key from upload_part p join upload u on u.id = p.upload_id where u.container = $1 and p.part = 0 order by p.segment",
    [container],
  );
  return (rows as unknown as { object_key: string }[]).map(({ object_key }) => object_key);
}

async function dropped(hand: Operator): Promise<Bid> {
  const [gone] = (await bids(hand)) as [Bid];
  await hand.remove("sealed_bid", "digest = $1", [gone.digest]);
  await hand.remove("opened_bid", "digest = $1", [gone.digest]);
  await hand.remove("release", "digest = $1", [gone.digest]);
  await hand.remove("arrival", "digest = $1", [gone.digest]);
  await hand.rewrite("close-list", (list) => {
    list.bids = list.bids.filter(({ bid }: { bid: string }) => bid !== gone.digest);
  });
  return gone;
}

/** One of each kind of thing that an operator with database, object store and platform keys can do. */
export const TAMPERINGS: readonly Tampering[] = [
  {
    name: "the row of a bid deleted",
    by: "archive",
    code: /^(bid|closing|in-force)/,
    plant: async (hand) => {
      const [gone] = (await bids(hand)) as [Bid];
      await hand.remove("sealed_bid", "digest = $1", [gone.digest]);
    },
  },
  {
    name: "a bid deleted everywhere, and the closing list signed anew",
    by: "archive",
    code: /^closing$/,
    plant: async (hand) => void (await dropped(hand)),
  },
  {
    name: "the same, asked by its bidder with the receipt",
    by: "receipt",
    code: /^closing$/,
    plant: async (hand) => void (await dropped(hand)),
  },
  {
    name: "an earlier version of a bid deleted",
    by: "archive",
    code: /^(chain|event)/,
    plant: (hand) => hand.remove("sealed_bid", "lot_id = $1 and state = 'replaced'", [hand.lotId]),
  },
  {
    name: "a withdrawal deleted",
    by: "archive",
    code: /^(chain|in-force|event)/,
    plant: (hand) => hand.remove("sealed_bid", "lot_id = $1 and kind = 'withdraw'", [hand.lotId]),
  },
  {
    name: "the time in a receipt changed, signed anew",
    by: "archive",
    code: /^bid:/,
    plant: async (hand) => {
      const [bid] = (await bids(hand)) as [Bid];
      const receipt = JSON.parse(bid.receipt.toString());
      receipt.arrival = receipt.arrival.replace(/\d{6}Z$/, "000001Z");
      const { bytes, cms } = await hand.sign(receipt);
      const set = "update sealed_bid set receipt = $2, receipt_cms = $3 where digest = $1";
      await hand.change(
        "sealed_bid",
        "digest = $1 and $2::bytea is not null and $3::bytea is not null",
        [bid.digest, bytes, cms],
        set,
      );
    },
  },
  {
    name: "seals of two bidders exchanged",
    by: "archive",
    code: /^bid:/,
    plant: async (hand) => {
      const [one, two] = (await bids(hand)) as [Bid, Bid];
      const other = "(select o.bytes from sealed_bid o where o.digest in ($1, $2) and o.digest <> sealed_bid.digest)";
      await hand.change(
        "sealed_bid",
        "digest in ($1, $2)",
        [one.digest, two.digest],
        `update sealed_bid set bytes = ${other} where digest in ($1, $2)`,
      );
    },
  },
  {
    name: "timestamps of two bids exchanged",
    by: "archive",
    code: /^bid:/,
    plant: async (hand) => {
      const [one, two] = (await bids(hand)) as [Bid, Bid];
      const other = "(select o.tst from sealed_bid o where o.digest in ($1, $2) and o.digest <> sealed_bid.digest)";
      await hand.change(
        "sealed_bid",
        "digest in ($1, $2)",
        [one.digest, two.digest],
        `update sealed_bid set tst = ${other} where digest in ($1, $2)`,
      );
    },
  },
  {
    name: "what a bidder released changed",
    by: "archive",
    code: /^release:/,
    plant: async (hand) => {
      const [bid] = (await bids(hand)) as [Bid];
      const [row] = (await hand.rows("select statement from release where digest = $1", [bid.digest])) as unknown as [
        { statement: Buffer },
      ];
      const release = JSON.parse(row.statement.toString());
      [release.B[0].v, release.B[1].v] = [release.B[1].v, release.B[0].v];
      const { bytes } = await hand.sign(release);
      await hand.change(
        "release",
        "digest = $1 and $2::bytea is not null",
        [bid.digest, bytes],
        "update release set statement = $2 where digest = $1",
      );
    },
  },
  {
    name: "a trustee's share changed",
    by: "archive",
    code: /^share-/,
    plant: async (hand) => {
      const [row] = (await hand.rows(
        "select id, statement from trustee_share where lot_id = $1 order by position, group_no limit 1",
        [hand.lotId],
      )) as unknown as [{ id: string; statement: Buffer }];
      const share = JSON.parse(row.statement.toString());
      [share.shares[0].v, share.shares[1].v] = [share.shares[1].v, share.shares[0].v];
      const { bytes } = await hand.sign(share);
      await hand.change(
        "trustee_share",
        "id = $1 and $2::bytea is not null",
        [row.id, bytes],
        "update trustee_share set statement = $2 where id = $1",
      );
    },
  },
  {
    name: "the closing statement signed anew with another root",
    by: "archive",
    code: /^(closing|order|event)/,
    plant: (hand) =>
      hand.rewrite("close", (close) => {
        close.bids_root = "0".repeat(64);
      }),
  },
  {
    name: "the freeze signed anew: a bid called not released",
    by: "archive",
    code: /^(record|event|freeze|share)/,
    plant: (hand) =>
      hand.rewrite("freeze", (freeze) => {
        freeze.bids[0].released = false;
      }),
  },
  {
    name: "a price in the opening record changed, signed anew",
    by: "archive",
    code: /^(form:|record|event)/,
    plant: (hand) =>
      hand.rewrite("opening-record", (record) => {
        record.bids[0].form.price = "1.00";
      }),
  },
  {
    name: "an object deleted",
    by: "archive",
    code: /^body:/,
    plant: async (hand) => {
      const [bid] = (await bids(hand)) as [Bid];
      hand.object((await objectsOf(hand, bid))[0]!).remove();
    },
  },
  {
    name: "one bit of an object turned",
    by: "archive",
    code: /^body:/,
    plant: async (hand) => {
      const [bid] = (await bids(hand)) as [Bid];
      hand.object((await objectsOf(hand, bid))[0]!).flip(70);
    },
  },
  {
    name: "objects of two bidders exchanged",
    by: "archive",
    code: /^body:/,
    plant: async (hand) => {
      const [one, two] = (await bids(hand)) as [Bid, Bid];
      const [first, second] = [await objectsOf(hand, one), await objectsOf(hand, two)];
      hand.object(first.at(-1)!).swap(second.at(-1)!);
    },
  },
  {
    name: "a line of the log deleted: the closing's",
    by: "archive",
    code: /^(order|closing)$/,
    plant: (hand) => hand.remove("log_event", "lot_id = $1 and kind = 'close'", [hand.lotId]),
  },
  {
    name: "a line of the log changed: another hash for the freeze",
    by: "archive",
    code: /^(event:freeze|order)/,
    plant: async (hand) => {
      const [row] = (await hand.rows("select id, event from log_event where lot_id = $1 and kind = 'freeze'", [
        hand.lotId,
      ])) as unknown as [{ id: string; event: Buffer }];
      const event = JSON.parse(row.event.toString());
      event.hash = event.hash.split("").reverse().join("");
      const { bytes } = await hand.sign(event);
      await hand.change(
        "log_event",
        "id = $1 and $2::bytea is not null",
        [row.id, bytes],
        "update log_event set event = $2 where id = $1",
      );
    },
  },
  {
    name: "a batch of the log made anew",
    by: "archive",
    code: /^(event|checkpoints|log)/,
    plant: async (hand) => {
      const [row] = (await hand.rows("select batch_idx from log_event where lot_id = $1 and kind = 'close'", [
        hand.lotId,
      ])) as unknown as [{ batch_idx: string }];
      await hand.change(
        "log_batch",
        "idx = $1",
        [row.batch_idx],
        "update log_batch set seed = sha256(seed), root = sha256(root) where idx = $1",
      );
    },
  },
  ...AUDIT_TAMPERINGS,
];
