"""Technical result, shares, secrets, contents, record (protocol 2.4 to 2.6, 6.3, 9; checks 7 to 9)."""
import hashlib
import itertools
import struct

from again import find_again, frozen_again, is_again, is_refused, short_of_shares
from base import Fault, Lacking, b64u, canonical, label, need, read, sha256
from curves import P256, SM2, sm2_open
from der import parse
from suites import Gcm, combine, hpke_open
from tree import logged, tree_root

SEALED, PLAIN = 65552, 65536


def check_share(lot, base, shares):
    raw, cms = lot.paper(base)
    share = read(raw)
    kids = [sha256(canonical(one["statement"])).hex() for one in lot.policy["trustees"]]
    need(share["trustee"] in kids, "not a trustee of the policy")
    position = kids.index(share["trustee"]) + 1
    code = lot.policy["trustees"][position - 1]["statement"]["uscc"]
    lot.trust.must_sign(base, raw, cms, code, lot.at)
    need(share["freeze"] == sha256(lot.freeze_raw).hex(), "of another freeze")
    need(share["result"] == (lot.result if share["g"] > 1 else None), "of another technical result")
    closed = {container_of(lot.bids[bid]["opens"]["seal"], share["g"]) for bid in lot.bids if not due(lot, bid, share["g"])}
    need(all(one["c"] not in closed for one in share["shares"]), "a share of a bid that did not pass")
    known = {container for bid in lot.bids.values() for container in bid["opens"]["headers"]}
    for one in share["shares"]:
        need(one["j"] == position and one["c"] in known, "position or container of a share")
    shares.append(share)


def check_trustee_key(lot, position, shares):
    secret, statement = read(lot.archive.get(f"opening/trustee-key-{position}.json")), lot.policy["trustees"][position - 1]["statement"]
    kid = sha256(canonical(statement)).hex()
    need(secret["kid"] == kid, "the key of another statement")
    released = [one["bid"] for one in lot.freeze["bids"] if one["released"]]
    curve = SM2 if statement["alg"] == "sm2" else P256
    for group, key in enumerate(secret["keys"], 1):
        need(not key or curve.public_of(b64u(key, 32)) == b64u(statement["keys"][group - 1], 65), f"key of group {group}")
        need(not key or all(due(lot, bid, group) for bid in released), f"key of group {group}, where a bid stays closed")
    headers = {c: header for bid in lot.bids.values() for c, header in bid["opens"]["headers"].items()}
    for share in (one for one in shares if one["trustee"] == kid):
        group, key = share["g"], secret["keys"][share["g"] - 1]
        for one in share["shares"] if key else []:
            stanza = headers[one["c"]]["opening"]["trustees"][position - 1]
            need(unwrapped(stanza, key, one["c"], group, position) == b64u(one["v"], 33), "not what was wrapped")
        for bid in [lot.bids[one] for one in released if one in lot.bids] if key else []:
            container = container_of(bid["seal"], group)
            said = any(one["c"] == container for one in share["shares"])
            if not said and not is_again(bid) and due(lot, bid["id"], group):
                need(not is_good(bid, key, container, group, position), "left out a bid that opens")


def unwrapped(stanza, key, container, group, position):
    if stanza["alg"] == "sm2":
        return sm2_open(b64u(key, 32), parse(b64u(stanza["ct"][group - 1])))
    info = label("share") + b64u(container, 16) + bytes([group, position])
    return hpke_open(b64u(key, 32), info, b64u(stanza["enc"][group - 1], 65), b64u(stanza["ct"][group - 1]))


def is_good(bid, key, container, group, position):
    """Whether what was dealt to this position opens and has its commitment."""
    header = bid["opens"]["headers"][container]
    try:
        value = unwrapped(header["opening"]["trustees"][position - 1], key, container, group, position)
    except Fault:
        return False
    made = bid["opens"]["suite"].hash(label("commit-share"), b64u(container, 16), bytes([group, position]), value)
    return made.hex() == header["commit"]["share"][group - 1][position - 1]


def left_out_rightly(lot, bid, group, shares):
    """Every trustee that left it out has published its key, which check_trustee_key tries on what was dealt to it."""
    container = container_of(bid["opens"]["seal"], group)
    kids = [sha256(canonical(one["statement"])).hex() for one in lot.policy["trustees"]]
    silent = [one for one in shares if one["g"] == group and all(given["c"] != container for given in one["shares"])]
    names = [f"opening/trustee-key-{kids.index(one['trustee']) + 1}.json" for one in silent]
    return all(lot.archive.has(name) and read(lot.archive.get(name))["keys"][group - 1] for name in names)



def opening_secret(bid, group, shares):
    bid = bid["opens"]
    container = container_of(bid["seal"], group)
    header, suite, cid = bid["headers"][container], bid["suite"], b64u(container, 16)
    good = {}
    for share in shares:
        for one in share["shares"] if share["g"] == group else []:
            if one["c"] != container:
                continue
            value = b64u(one["v"], 33)
            made = suite.hash(label("commit-share"), cid, bytes([group, one["j"]]), value)
            if made.hex() == header["commit"]["share"][group - 1][one["j"] - 1]:
                good[one["j"]] = value
    k = header["opening"]["k"]
    need(len(good) >= k, f"{len(good)} of {k} shares fit their commitments")
    for subset in itertools.combinations([good[j] for j in sorted(good)], k):
        secret = combine(subset)
        made = suite.hash(label("commit-opening"), cid, bytes([group]), secret)
        if made.hex() == header["commit"]["opening"][group - 1]:
            return secret
    raise Fault("the shares do not give the committed secret")


def container_of(seal, group):
    return next(one["c"] for one in seal["segments"] if one["stage"] == group)


def check_release(lot, bid_id):
    release, bid = read(lot.archive.get(f"bids/{bid_id}/release.json")), lot.bids[bid_id]["opens"]
    need(release["bid"] == bid["id"], "the release of another bid")
    place = bid["seal"]["tender"]
    need(release["tender"] == {"id": place["id"], "lot": place["lot"]}, "the release of another lot")
    groups = sorted({one["stage"] for one in bid["seal"]["segments"]})
    need([one["g"] for one in release["B"]] == groups, "every group once")
    for one in release["B"]:
        made = bid["suite"].hash(label("commit-bidder"), b64u(one["c"], 16), bytes([one["g"]]), b64u(one["v"], 32))
        need(one["c"] == container_of(bid["seal"], one["g"]), "container of the release")
        need(made.hex() == bid["headers"][one["c"]]["commit"]["bidder"][one["g"] - 1], "B is not the committed one")
    return {one["g"]: b64u(one["v"], 32) for one in release["B"]}


def chunks_of(lot, one):
    with lot.archive.open(f"bids/bodies/{one['c']}/{one['i']}.bin") as body:
        while chunk := body.read(SEALED):
            yield chunk


def check_body(lot, bid):
    for one in bid["seal"]["segments"]:
        suite, total, leaves = bid["suite"], 0, []
        for chunk in chunks_of(lot, one):
            total += len(chunk)
            leaves.append(suite.hash(b"\0", chunk))
        need(total == one["len"], f"length of segment {one['i']}")
        root = tree_root(leaves, lambda a, b, suite=suite: suite.hash(b"\1", a, b))
        need(root.hex() == one["root"], f"tree root of segment {one['i']}")


def check_bodies(lot, bid):
    check_body(lot, bid)
    if is_again(bid):
        check_body(lot, bid["opens"])


def check_segment(lot, bid, one, b, o):
    suite = bid["suite"]
    header_hash = bytes.fromhex(bid["seal"]["headers"][one["c"]])
    key, nonce, commit = suite.segment_keys(header_hash, b, o, one["i"])
    need(commit.hex() == one["key"], f"key commitment of segment {one['i']}")
    gcm, base, plain = Gcm(suite.cipher, key), int.from_bytes(nonce, "big"), bytearray()
    for at, chunk in enumerate(chunks_of(lot, one)):
        plain += gcm.open((base ^ at).to_bytes(12, "big"), chunk)
    length = struct.unpack(">I", plain[-8:-4])[0]
    need(plain[-4:] == b"SBCm" and length <= len(plain) - 8, "end mark")
    raw = bytes(plain[-8 - length : -8])
    need(suite.hash(label("manifest"), raw).hex() == one["manifest"], f"manifest of segment {one['i']}")
    manifest, at = read(raw), 0
    need(manifest["segment"] == one["i"] and manifest["stage"] == one["stage"], "another segment's manifest")
    for file in manifest["files"]:
        need(file["off"] == at, "files do not follow one another")
        content = bytes(plain[at : at + file["len"]])
        need(hashlib.sha256(content).hexdigest() == file["sha256"], f"digest of {file['name']}")
        need(suite.id == 1 or suite.hash(content).hex() == file["sm3"], f"SM3 of {file['name']}")
        at += file["len"]
    need(not any(plain[at : len(plain) - 8 - length]), "padding is not zero")
    need(("form" in manifest) == (one["form"] is not None), "form")
    if one["form"] is not None:
        need(suite.hash(label("form"), canonical(manifest["form"])).hex() == one["form"], "form commitment")


def check_contents(lot, bid_id, given, secrets):
    bid = lot.bids[bid_id]["opens"]
    if not given:
        raise Lacking(f"release of {bid_id}")
    for one in bid["seal"]["segments"]:
        if (bid_id, one["stage"]) in secrets:
            check_segment(lot, bid, one, given[one["stage"]], secrets[bid_id, one["stage"]])


def check_refused(lot, bid_id, given, secrets):
    try:
        check_contents(lot, bid_id, given, secrets)
    except Lacking:
        raise
    except (Fault, ValueError, KeyError):
        return
    raise Fault("it was refused, and is what was sealed")


def due(lot, bid, group):
    """Whether this group of this bid was to be opened: prices of two envelopes only of bids that passed."""
    return group == 1 or lot.passed is None or bid in lot.passed


def check_technical(lot):
    result, raw = lot.by_platform("opening/technical-result")
    need(result["type"] == "technical-result" and result["freeze"] == sha256(lot.freeze_raw).hex(), "of another freeze")
    need([one["bid"] for one in result["bids"]] == [one["bid"] for one in lot.freeze["bids"]], "other bids")
    released = {one["bid"] for one in lot.freeze["bids"] if one["released"]}
    passed = {one["bid"] for one in result["bids"] if one["passed"]}
    need(passed <= released, "a bid passes that was not released")
    need(logged(lot.events, raw, "technical-result"), "not in the log")
    lot.result, lot.passed = sha256(raw).hex(), passed


def check_record(lot, base, groups):
    record, _ = lot.by_platform("opening/" + base)
    need(record["freeze"] == sha256(lot.freeze_raw).hex(), "of another freeze")
    need(record["groups"] == groups, "groups of the record")
    need([one["bid"] for one in record["bids"]] == lot.list, "other bids than the closing list")
    released = {one["bid"] for one in lot.freeze["bids"] if one["released"]}
    for one in record["bids"]:
        need(one["form"] is None or one["bid"] in released, "opened without its bidder's release")
        need(one["form"] is None or one["cause"] is None, "a form beside a cause")
        need(one.get("resubmission") == frozen_again(lot, one["bid"]), "another container than the freeze names")
        need(one["form"] is None or base == "opening-record", "a price in the record of the first envelope")
        need(due(lot, one["bid"], groups[-1]) or (one["form"] is None and one["cause"]), "a price that stayed closed")
    if base == "opening-record":
        lot.record = record


def check_form(lot, one):
    bid = lot.bids[one["bid"]]
    need(bid["seal"]["bidder"]["uscc"] == one["uscc"], "another company")
    wanted = next(segment["form"] for segment in bid["seal"]["segments"] if segment["form"] is not None)
    need(bid["suite"].hash(label("form"), canonical(one["form"])).hex() == wanted, "not the form that was sealed")


def check_opening(lot):
    book, archive = lot.book, lot.archive
    lot.record, secrets, shares = None, {}, []
    lot.result = lot.passed = None
    if not lot.freeze:
        return
    find_again(lot)
    two = bool(lot.policy) and lot.policy["envelopes"] == 2
    if two:
        lot.passed = set()
        if archive.has("opening/technical-result.json"):
            book.check(7, "technical-result", lambda: check_technical(lot))
    if lot.policy:
        for match, _ in archive.like(r"opening/(share-\d+-\d+)\.json"):
            name = match.group(1)
            book.check(7, name, lambda name=name: check_share(lot, "opening/" + name, shares))
        for match, _ in archive.like(r"opening/trustee-key-(\d+)\.json"):
            at = int(match.group(1))
            book.check(7, f"trustee-key:{at}", lambda at=at: check_trustee_key(lot, at, shares))
    for bid_id in [one["bid"] for one in lot.freeze["bids"] if one["released"] and one["bid"] in lot.bids]:
        open_one(lot, bid_id, shares, secrets)
    if lot.index["kind"] == "full":
        for bid_id in [bid for bid in lot.list if bid in lot.bids]:
            book.check(8, f"body:{bid_id[:16]}", lambda bid_id=bid_id: check_bodies(lot, lot.bids[bid_id]))
    groups = list(range(1, (lot.policy["stages"] if lot.policy else 2) + 1))
    if two:
        book.check(9, "record:1", lambda: check_record(lot, "opening-record-1", [1]))
    if not two or lot.passed:
        book.check(9, "record", lambda: check_record(lot, "opening-record", groups[1:] if two else groups))
    for one in lot.record["bids"] if lot.record else []:
        if one["form"] is not None:
            book.check(8, f"form:{one['bid'][:16]}", lambda one=one: check_form(lot, one))


def open_one(lot, bid_id, shares, secrets):
    book, bid = lot.book, lot.bids[bid_id]
    for group in sorted({one["stage"] for one in bid["seal"]["segments"]}):
        if due(lot, bid_id, group) and short_of_shares(bid, group, shares):
            if any(share["g"] == group for share in shares) and not is_again(bid) and not left_out_rightly(lot, bid, group, shares):
                book.note(7, f"open:{bid_id[:16]}:{group}", "missing", "too few shares, and keys that would tell why")
            continue
        if due(lot, bid_id, group) and any(share["g"] == group for share in shares):
            code = f"open:{bid_id[:16]}:{group}"
            found = book.check(7, code, lambda group=group: opening_secret(bid, group, shares))
            if found:
                secrets[bid_id, group] = found
    given = None
    if lot.archive.has(f"bids/{bid_id}/release.json"):
        given = book.check(7, f"release:{bid_id[:16]}", lambda: check_release(lot, bid_id))
    if lot.index["kind"] == "full" and any(key[0] == bid_id for key in secrets):
        judge = check_refused if is_refused(lot, bid) else check_contents
        book.check(8, f"contents:{bid_id[:16]}", lambda: judge(lot, bid_id, given, secrets))
