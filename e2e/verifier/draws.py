"""Draws and the committee that came out of them (protocol 7; check 10)."""
import hmac
import struct

from base import b64u, label, need, read, sha256
from tree import leaf, logged, tree_root


def words(seed):
    block = 0
    while True:
        yield from struct.unpack(">4Q", hmac.digest(seed, label("draw") + struct.pack(">Q", block), "sha256"))
        block += 1


def uniform(source, below):
    limit = 2**64 // below * below
    return next(word for word in source if word < limit) % below


def drawn_order(mode, n, seed):
    source = words(seed)
    if mode == "value":
        return [uniform(source, n)]
    order = list(range(n))
    for k in range(n - 1, 0, -1):
        other = uniform(source, k + 1)
        order[k], order[other] = order[other], order[k]
    return order


def check_draw(lot, log, spec_raw, papers):
    spec, spec_hash = read(spec_raw), sha256(spec_raw)
    own = [[one for one in kind if read(one)["spec"] == spec_hash.hex()] for kind in papers]
    commits, reveals, results = own
    need(len(results) == 1, "a draw has one result")
    result, values = read(results[0]), []
    for party in spec["parties"]:
        commit = [read(one) for one in commits if read(one)["party"] == party]
        reveal = [read(one) for one in reveals if read(one)["party"] == party]
        need(len(commit) == len(reveal) == 1, f"commitment and reveal of {party}")
        r = b64u(reveal[0]["r"], 32)
        need(sha256(label("draw-commit"), spec_hash, r).hex() == commit[0]["commit"], f"{party} revealed another value")
        values.append(r)
    need(result["beacon"] is None and spec["beacon"] is None, "beacon")
    inputs = [spec_raw, *values, bytes.fromhex(result["checkpoint"])]
    seed = hmac.digest(label("draw-seed"), b"".join(sha256(one) for one in inputs), "sha256")
    n = len(spec["candidates"]) if "candidates" in spec else spec["candidates_n"]
    order = drawn_order(spec["mode"], n, seed)
    need(result["seed"] == seed.hex() and result["order"] == order, "the draw comes out otherwise")
    committed = [event["index"] for one in commits if (event := logged(lot.events, one))]
    shown = [event["index"] for one in reveals if (event := logged(lot.events, one))]
    need(not committed or not shown or max(committed) <= min(shown), "revealed before all had committed")
    note = lot.archive.get(f"draws/checkpoint-{spec_hash.hex()[:16]}.txt").decode()
    size, root, _ = log.note(note)
    need(root.hex() == result["checkpoint"], "the root is of another checkpoint")
    need(all(index < size for index in committed), "the checkpoint is older than a commitment")
    return {"kind": spec["kind"], "mode": spec["mode"], "order": order, "ids": ids_of(lot, spec, spec_hash)}


def ids_of(lot, spec, spec_hash):
    if "candidates" in spec:
        return spec["candidates"]
    name = f"draws/candidates-{spec_hash.hex()[:16]}.json"
    if not lot.archive.has(name):
        return None
    listed = read(lot.archive.get(name))
    leaves = [leaf(hmac.digest(bytes.fromhex(listed["blind"]), one.encode(), "sha256")) for one in listed["candidates"]]
    need(listed["spec"] == spec_hash.hex() and len(leaves) == spec["candidates_n"], "a list for another draw")
    need(tree_root(leaves).hex() == spec["candidates_root"], "not the list that was drawn from")
    return listed["candidates"]


def check_committee(lot, drawn):
    committee, _ = lot.by_platform("evaluation/committee")
    orders = [[one["ids"][at] for at in one["order"]] for one in drawn if one["kind"] == "expert" and one["ids"]]
    asked = [one["candidate"] for one in committee["members"] if one["kind"] == "expert"]
    need(all(any(one in order for order in orders) for one in asked), "an expert was not drawn")
    for order in orders:
        places = [at for at, one in enumerate(order) if one in asked]
        need(not places or all(one in asked for one in order[: max(places)]), "drawn before others and never asked")


def check_draws(lot, log):
    book, archive = lot.book, lot.archive
    papers = [
        [archive.get(name) for _, name in archive.like(rf"draws/\d+-draw-{kind}\.json")]
        for kind in ("commit", "reveal", "result")
    ]
    drawn = []
    for _, name in archive.like(r"draws/\d+-draw-spec\.json"):
        raw = archive.get(name)
        spec_hash = sha256(raw).hex()
        if not any(read(one)["spec"] == spec_hash for one in papers[2]):
            continue
        found = book.check(10, f"draw:{spec_hash[:16]}", lambda raw=raw: check_draw(lot, log, raw, papers))
        if found:
            drawn.append(found)
    if lot.index["kind"] == "full" and archive.has("evaluation/committee.json"):
        book.check(10, "committee", lambda: check_committee(lot, drawn))
    return drawn
