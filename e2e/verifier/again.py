"""What was submitted again in the remedial window (protocol 2.11, 6; format document, "Re-submission")."""
import datetime

from base import need, read, sha256
from bids import read_headers
from cms import when
from tree import logged


def frozen_again(lot, bid_id):
    return next((one.get("resubmission") for one in lot.freeze["bids"] if one["bid"] == bid_id), None)


def check_again(lot, bid_id):
    """The container a bid is opened by, where it is not its own."""
    bid, base = lot.bids[bid_id], f"bids/{bid_id}/resubmission"
    raw, cms = lot.paper(base)
    seal, sealed, suite = read(raw), bid["seal"], bid["suite"]
    own = suite.hash(raw).hex()
    need(own == frozen_again(lot, bid_id), "not the container that the freeze names")
    need(not lot.policy or lot.policy["resubmit"] is True, "the policy allows none")
    need(seal["prev"] == bid_id and seal["seq"] == sealed["seq"] + 1, "does not follow the bid")
    need(all(seal[name] == sealed[name] for name in ("bidder", "suite", "tender")), "bidder, suite or documents")
    need(seal["container"] not in sealed["headers"], "the container of the bid itself")
    need(all(one["c"] == seal["container"] for one in seal["segments"]), "something is carried")
    same = [[(one[name]) for name in ("name", "stage", "manifest", "form")] for one in seal["segments"]]
    need(same == [[one[name] for name in ("name", "stage", "manifest", "form")] for one in sealed["segments"]],
         "other commitments than were sealed")
    receipt, receipt_raw = lot.by_platform(base + "-receipt")
    need(receipt["bid"] == own and receipt["seq"] == seal["seq"], "receipt of another container")
    need(receipt["parts_root"] == [one["root"] for one in seal["segments"]], "tree roots of the receipt")
    arrival = when(receipt["arrival"])
    lot.trust.must_sign(base, raw, cms, sealed["bidder"]["uscc"], arrival)
    window = datetime.timedelta(seconds=lot.policy["window_s"] if lot.policy else 0)
    need(when(lot.close["deadline"]) + window <= arrival <= when(lot.freeze["at"]), "outside the remedial window")
    event = logged(lot.events, receipt_raw, "resubmission")
    need(event and event["blind"] == receipt["blind"], "its receipt is not in the log")
    frozen = logged(lot.events, lot.freeze_raw, "freeze")
    need(not frozen or event["index"] <= frozen["index"], "logged after the freeze")
    bid["opens"] = {"id": own, "seal": seal, "headers": read_headers(lot, seal, suite), "suite": suite}


def find_again(lot):
    for one in lot.freeze["bids"]:
        need("resubmission" not in one or one["released"] is True, "submitted again and not released")
    for bid_id in [bid for bid in lot.list if bid in lot.bids]:
        if frozen_again(lot, bid_id) or lot.archive.has(f"bids/{bid_id}/resubmission.json"):
            lot.book.check(7, f"resubmission:{bid_id[:16]}", lambda bid_id=bid_id: check_again(lot, bid_id))


def is_again(bid):
    return bid["opens"]["id"] != bid["id"]


def short_of_shares(bid, group, shares):
    """Badly dealt: trustees leave out what misses its commitment, and nobody can open it."""
    opens = bid["opens"]
    container = next(one["c"] for one in opens["seal"]["segments"] if one["stage"] == group)
    given = [share for share in shares if share["g"] == group and any(one["c"] == container for one in share["shares"])]
    return len(given) < opens["headers"][container]["opening"]["k"]


def is_refused(lot, bid):
    """The platform has signed that the container did not hold what was sealed."""
    refusals = [read(lot.archive.get(name)) for _, name in lot.archive.like(r"statements/\d+-refusal\.json")]
    return is_again(bid) and any(one["bid"] == bid["opens"]["id"] for one in refusals)
