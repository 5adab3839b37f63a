"""For what a deadline was extended (protocol 5.1, 5.5; check 5): the clock's statements, and what the records name."""
import hashlib
import re

from base import Fault, Lacking, need, read, sha256
from cms import when
from bids import MINUTE
from tree import logged


def check_clock(lot, base):
    """What the platform signed of its own clock, for which a deadline was extended."""
    said, raw = lot.by_platform(base)
    need(said["type"] == "clock" and said["state"] in ("stopped", "resumed"), "not a statement on the clock")
    low, high = said["off_ms"]["low"], said["off_ms"]["high"]
    certainly = max(0, low, -high)
    need(low <= high and said["sources"], "what was measured")
    need(certainly >= 1000 if said["state"] == "stopped" else certainly <= 500, "the clock was not off")
    need(base.endswith("/" + sha256(raw).hex()[:16]), "another statement")
    moment = lot.trust.stamped(base, lot.archive.get(base + ".tst"), raw)
    need(moment >= when(said["at"]) - MINUTE, "stamped before it was said")
    if not logged(lot.events, raw, "clock"):
        raise Lacking("its log event")


def statement_in(archive, name):
    """Hash, beginning, and whether it only ends what another began."""
    raw = archive.get(name)
    if name.endswith(".txt"):
        line = raw.decode().split("\n")[1].encode()
        return hashlib.sha256(line).hexdigest(), when(read(line)["from"]), False
    said = read(raw)
    return hashlib.sha256(raw).hexdigest(), when(said["at"]), said["state"] == "resumed"


def check_grounds(lot):
    """The archive holds what the records name and nothing else of the kind; it was logged before and began in time."""
    files = [name for _, name in lot.archive.like(r"tender/(?:clocks|outages)/.*")]
    given = [record.get("x", {}) for _, record in lot.records]
    for x in given:
        listed = x.get("extended_for", ["0" * 64])
        well = isinstance(listed, list) and listed and all(re.fullmatch("[0-9a-f]{64}", one) for one in listed)
        need(well, "extended_for of a tender record")
    naming = [x.get("extended_for", []) for x in given]
    wanted = {one for hashes in naming for one in hashes}
    if not wanted:
        return
    held = [statement_in(lot.archive, name) for name in files if re.search(r"/[0-9a-f]{16}\.(json|txt)$", name)]
    for at, hashes in enumerate(naming):
        for one in hashes:
            found = [ground for ground in held if ground[0] == one]
            if not found:
                raise Lacking(f"ground {one[:16]}")
            need(at > 0, "the first record moves no deadline")
            need(found[0][1] < when(lot.records[at - 1][1]["deadline"]), "a ground of after the deadline")
            logs = [event["index"] for event in lot.events if event["hash"] == one]
            need(not logs or logs[0] <= lot.records[at][0], "a ground that was logged afterwards")
    first = min((begun for one, begun, _ in held if one in wanted), default=None)
    known = {one[:16] for one, begun, resumes in held if one in wanted or (resumes and begun > first)}
    for name in files:
        match = re.search(r"/([0-9a-f]{16})\.(json|p7s|tst|txt)$", name)
        if not match or match.group(1) not in known:
            raise Fault(f"{name}: no record names it")
