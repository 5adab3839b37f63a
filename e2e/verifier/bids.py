"""Records, policy, seals, receipts, chains, closing (protocol 2.7, 2.9, 2.10, 5.4, 6.3, 6.4; checks 5 and 6)."""
import datetime
import hmac

from base import Lacking, b64u, canonical, label, need, read, sha256
from cms import when
from suites import Suite
from tree import leaf, logged, tree_root

MINUTE = datetime.timedelta(seconds=60)
CHUNK = 65552


class Lot:
    """What was found so far: whom to believe, events, policy, records, bids."""

    def __init__(self, archive, book, trust, platform, index):
        self.archive, self.book, self.trust, self.platform, self.index = archive, book, trust, platform, index
        self.at = when(index["at"])
        self.events, self.records, self.bids, self.withdrawn = [], [], {}, {}
        self.policy = self.policy_hash = None

    def paper(self, base):
        return self.archive.get(base + ".json"), self.archive.get(base + ".p7s")

    def by_platform(self, base):
        raw, cms = self.paper(base)
        self.trust.must_sign(base, raw, cms, self.platform, self.at)
        return read(raw), raw


def both_signed(lot, base):
    raw = lot.archive.get(base + ".json")
    event = logged(lot.events, raw)
    at = when(event["at"]) if event else lot.at
    lot.trust.must_sign(base, raw, lot.archive.get(base + ".platform.p7s"), lot.platform, at)
    codes = lot.trust.signers(base, raw, lot.archive.get(base + ".tenderee.p7s"), at)
    need(codes and lot.platform not in codes, f"{base}: the tenderee's signature")
    return read(raw), raw, event, at


def check_policy(lot):
    policy, raw, _, at = both_signed(lot, "tender/policy")
    need(policy["k"] >= 2 and policy["n"] > policy["k"] and len(policy["trustees"]) == policy["n"], "k of n")
    need(len({one["statement"]["uscc"] for one in policy["trustees"]}) == policy["n"], "one organisation twice")
    for one in policy["trustees"]:
        statement = one["statement"]
        need(statement["tender"] == policy["tender"] and len(statement["keys"]) == policy["stages"], "trustee's keys")
        lot.trust.must_sign("trustee's keys", canonical(statement), b64u(one["cms"]), statement["uscc"], at)
    lot.policy, lot.policy_hash = policy, Suite(policy["suite"]).hash(raw).hex()


def check_record(lot, name):
    record, _, event, _ = both_signed(lot, name[:-5])
    need(lot.policy is None or record["policy"] == lot.policy_hash, "a record names another policy")
    lot.records.append((event["index"] if event else float("inf"), record))


def check_docs(lot, name):
    raw = lot.archive.get(name)
    docs = read(raw)
    hashes = {Suite(1).hash(raw).hex(), Suite(2).hash(raw).hex()}
    need(any(record["docs"] in hashes for _, record in lot.records), "no record names this document set")
    members = {one["name"]: one for one in lot.index["files"]}
    for file in docs["files"]:
        member = members.get(f"tender/documents-{docs['version']}/{file['name']}")
        need(not member or (member["len"], member["sha256"]) == (file["len"], file["sha256"]), file["name"])


def deadline_for(lot, event):
    before = [record for index, record in lot.records if not event or index <= event["index"]]
    if not lot.records:
        raise Lacking("tender/record-*.json")
    return when((before or [record for _, record in lot.records])[-1]["deadline"])


def check_receipt(lot, bid, base, seq, status):
    receipt, raw = lot.by_platform(f"bids/{bid}/receipt")
    need(receipt["bid"] == bid and receipt["seq"] == seq and receipt["status"] in status, "receipt of another bid")
    event = logged(lot.events, raw, "receipt")
    need(event or all(one["blind"] != receipt["blind"] for one in lot.events), "not the receipt that was logged")
    if not event:
        raise Lacking(f"log event of the receipt of {bid}")
    need(event["blind"] == receipt["blind"] and event["at"] == receipt["arrival"], "event and receipt differ")
    arrival, deadline = when(receipt["arrival"]), deadline_for(lot, event)
    need(arrival < deadline, f"arrived {receipt['arrival']}")
    content, cms = lot.paper(base)
    token = f"{base}.tst"
    if lot.archive.has(token):
        stamped = lot.trust.stamped(base, lot.archive.get(token), content)
        need(abs(stamped - arrival) <= MINUTE + datetime.timedelta(seconds=1), "token and arrival differ")
        need(stamped <= deadline + MINUTE, "token after the deadline")
    return receipt, arrival, content, cms


def check_bid(lot, bid):
    base = f"bids/{bid}/seal"
    raw = lot.archive.get(base + ".json")
    seal = read(raw)
    suite = Suite(seal["suite"])
    need(suite.hash(raw).hex() == bid, "not the seal of this bid id")
    receipt, arrival, content, cms = check_receipt(lot, bid, base, seal["seq"], ("accepted", "accepted-unchecked"))
    unjudged = by_bidder(lot, base, content, cms, seal["bidder"]["uscc"], arrival)
    need(receipt["parts_root"] == [one["root"] for one in seal["segments"]], "tree roots of the receipt")
    need(any(record["docs"] == seal["tender"]["docs"] for _, record in lot.records), "documents nobody issued")
    headers = read_headers(lot, seal, suite)
    lot.bids[bid] = {"id": bid, "seal": seal, "receipt": receipt, "headers": headers, "suite": suite}
    lot.bids[bid]["opens"] = lot.bids[bid]
    if unjudged:
        raise unjudged


def read_headers(lot, seal, suite):
    headers = {}
    need(set(seal["headers"]) == {seal["container"], *(one["c"] for one in seal["segments"])}, "headers")
    for container, wanted in seal["headers"].items():
        header_raw = lot.archive.get(f"bids/headers/{container}.json")
        need(suite.hash(header_raw).hex() == wanted, "not the header that was sealed")
        header = headers[container] = read(header_raw)
        need(header["container"] == container and header["suite"] == seal["suite"], "header")
        under_policy(lot, seal, header)
    for at, one in enumerate(seal["segments"]):
        need(one["i"] == at and one["len"] % CHUNK >= 16 and one["len"] // CHUNK + 1 == one["chunks"], "segment")
    return headers


def by_bidder(lot, base, content, cms, uscc, at):
    """A signature that this machine's OpenSSL cannot judge is said to be lacking; everything else of the bid is looked at."""
    try:
        lot.trust.must_sign(base, content, cms, uscc, at)
    except Lacking as lacking:
        return lacking
    return None


def under_policy(lot, seal, header):
    if not lot.policy:
        return
    policy, opening = lot.policy, header["opening"]
    need(seal["tender"]["policy"] == opening["policy"] == lot.policy_hash, "made under another policy")
    need((opening["k"], opening["n"], header["stages"]) == (policy["k"], policy["n"], policy["stages"]), "k of n")
    kids = [sha256(canonical(one["statement"])).hex() for one in policy["trustees"]]
    need([one["kid"] for one in opening["trustees"]] == kids, "trustees")
    asked = [(one["name"], one["stage"], one["form"]) for one in policy["segments"]]
    need([(one["name"], one["stage"], one["form"] is not None) for one in seal["segments"]] == asked, "segments")


def check_withdrawal(lot, bid):
    base = f"bids/{bid}/withdraw"
    raw = lot.archive.get(base + ".json")
    statement = read(raw)
    suite = Suite(lot.policy["suite"] if lot.policy else 1)
    need(suite.hash(raw).hex() == bid, "not the withdrawal of this id")
    _, arrival, content, cms = check_receipt(lot, bid, base, statement["seq"], ("withdrawn",))
    unjudged = by_bidder(lot, base, content, cms, statement["bidder"]["uscc"], arrival)
    lot.withdrawn[bid] = statement
    if unjudged:
        raise unjudged


def chains(lot):
    """Statements of each bidder, in order."""
    every = {bid: one["seal"] for bid, one in lot.bids.items()} | lot.withdrawn
    owners = {}
    for bid, one in every.items():
        owners.setdefault(one["bidder"]["uscc"], []).append((one["seq"], bid, one["prev"]))
    return {uscc: sorted(own) for uscc, own in owners.items()}


def check_chain(own):
    before = None
    for at, (seq, bid, prev) in enumerate(own):
        need(seq == at + 1, f"statement {at + 1} is not there")
        need(prev == before, "a statement does not follow the one before it")
        before = bid


def check_closing(lot):
    close, close_raw = lot.by_platform("opening/close")
    listed, _ = lot.by_platform("opening/close-list")
    need(listed["close"] == sha256(close_raw).hex(), "the list is of another closing")
    ids = [one["bid"] for one in listed["bids"]]
    need(ids == sorted(set(ids)), "the list is not sorted")
    leaves = []
    for one in listed["bids"]:
        blind, bid = b64u(one["blind"], 32), bytes.fromhex(one["bid"])
        leaves.append(leaf(hmac.digest(blind, label("close") + bid, "sha256")))
    need(tree_root(leaves).hex() == close["bids_root"], "the list does not give the closing root")
    event = logged(lot.events, close_raw, "close")
    if not event:
        raise Lacking("the closing's log event")
    for one in listed["bids"]:
        if one["bid"] not in lot.bids:
            raise Lacking(f"bid {one['bid']}")
        need(lot.bids[one["bid"]]["receipt"]["blind"] == one["blind"], "blind of another receipt")
        arrived = [event for event in lot.events if event["blind"] == one["blind"]]
        need(all(event["index"] <= close["through"] for event in arrived), "a bid was logged after the closing")
    lot.close, lot.list, lot.close_raw = close, ids, close_raw
    lot.freeze = None
    if not lot.archive.has("opening/freeze.json"):
        return
    lot.freeze, lot.freeze_raw = lot.by_platform("opening/freeze")
    need(lot.freeze["close"] == sha256(close_raw).hex(), "the freeze is of another closing")
    need([one["bid"] for one in lot.freeze["bids"]] == ids, "the freeze has other bids than the list")


def check_in_force(lot):
    last = [own[-1][1] for own in chains(lot).values()]
    wanted = sorted(bid for bid in last if bid in lot.bids)
    need(wanted == lot.list, "the list is not the last bid of each bidder who did not withdraw")


def check_order(lot):
    blinds = {lot.bids[bid]["receipt"]["blind"] for bid in lot.list}
    two = bool(lot.policy) and lot.policy["envelopes"] == 2
    prices = {sha256(lot.archive.get(name)).hex() for _, name in lot.archive.like(r"opening/share-\d+-(?!1\.)\d+\.json")}
    first = {sha256(lot.archive.get(name)).hex() for _, name in lot.archive.like(r"opening/opening-record-1\.json")}

    def act(event):
        if event["kind"] == "share":
            return "price share" if two and event["hash"] in prices else "share"
        if event["kind"] == "opening-record":
            return "price record" if two and event["hash"] not in first else "opening-record"
        return event["kind"]

    reached = -1
    order = ("receipt", "close", "freeze", "share", "opening-record", "technical-result", "price share", "price record")
    for kind in order:
        own = [e for e in lot.events if act(e) == kind and (kind != "receipt" or e["blind"] in blinds)]
        if kind == "freeze" and lot.freeze and not logged(own, lot.freeze_raw):
            raise Lacking("the freeze's log event")
        places = [event["index"] for event in own]
        need(not places or min(places) >= reached, f"{kind} was logged too early")
        reached = max([reached, *places])


def check_bids(lot):
    book, archive = lot.book, lot.archive
    book.check(5, "policy", lambda: check_policy(lot))
    records = sorted(archive.like(r"tender/record-(\d+)\.json"), key=lambda one: int(one[0].group(1)))
    if not records:
        book.note(5, "record", "missing", "tender/record-*.json")
    for match, name in records:
        book.check(5, f"record:{match.group(1)}", lambda name=name: check_record(lot, name))
    for match, name in archive.like(r"tender/docs-(\d+)\.json"):
        book.check(1, f"docs:{match.group(1)}", lambda name=name: check_docs(lot, name))
    for match, _ in archive.like(r"bids/([0-9a-f]{64})/seal\.json"):
        book.check(5, f"bid:{match.group(1)[:16]}", lambda match=match: check_bid(lot, match.group(1)))
    for match, _ in archive.like(r"bids/([0-9a-f]{64})/withdraw\.json"):
        book.check(5, f"withdrawal:{match.group(1)[:16]}", lambda match=match: check_withdrawal(lot, match.group(1)))
    if lot.index["kind"] == "full":
        for uscc, own in chains(lot).items():
            book.check(5, f"chain:{uscc}", lambda own=own: check_chain(own))


__all__ = ["Lot", "check_bids", "check_closing", "check_in_force", "check_order"]
