#!/usr/bin/env python3
"""A second verifier of archive packages, written from the protocol and the published format alone.

    verify.py ARCHIVE.zip… [--json]     with "-" for ARCHIVE: names are read from standard input, a line each

One line of JSON, or one verdict, for each archive; the exit code is that of the worst. Standard library and the `openssl` program (3.0 or newer); no network. Both suites: GCM is composed here of the counter
mode of OpenSSL, HPKE and SM2 decryption of its curves; SM2 signatures and links of paths are OpenSSL's. Exit 0: everything
holds; 1: something is false; 2: incomplete. What this machine cannot judge counts as incomplete and says why: an `openssl`
without SM2 or SM4, SM3 in neither Python nor `openssl`, several signers of one statement of whom only some sign with SM2.
It does not judge: timestamps of authorities whose certificates are SM2 (`openssl ts` has no identifier), signatures of
revocation lists, OCSP answers.
"""
import hashlib
import json
import sys

from base import Archive, Book, Fault, need, read
from bids import Lot, check_bids, check_closing, check_in_force, check_order
from cms import Trust, when
from draws import check_draws
from grounds import check_clock, check_grounds
from opening import check_opening
from scores import check_scores
from tree import Log, check_growth, check_outage, check_stamped, read_events


def check_index(archive):
    index = read(archive.get("index.json"))
    names = [one["name"] for one in index["files"]]
    need(names == sorted(set(names), key=lambda name: name.encode()), "order of names")
    need(set(archive.names) == {*names, "index.json", "index.p7s"}, "a member more or less than the index says")
    for one in index["files"]:
        digest, length = hashlib.sha256(), 0
        with archive.open(one["name"]) as member:
            while piece := member.read(1 << 20):
                digest.update(piece)
                length += len(piece)
        need((length, digest.hexdigest()) == (one["len"], one["sha256"]), f"{one['name']} was altered")
    need(index["type"] == "archive-index" and index["kind"] in ("public", "full"), "index")
    return index


def find_platform(archive, trust, index):
    raw = archive.get("index.json")
    codes = trust.signers("index", raw, archive.get("index.p7s"), when(index["at"]))
    need(len(codes) == 1, "who the platform is")
    return codes[0]


def verify(path, book):
    archive = book.check(1, "archive", lambda: Archive(path))
    index = archive and book.check(1, "index", lambda: check_index(archive))
    if not index:
        return
    crls = [archive.get(name) for _, name in archive.like(r"trust/.*\.crl")]
    trust = book.check(2, "trust", lambda: Trust(read(archive.get("trust/trust-list.json")), crls))
    if not trust:
        return
    verify_all(archive, book, trust, index)


def verify_all(archive, book, trust, index):
    platform = book.check(2, "platform", lambda: find_platform(archive, trust, index))
    if not platform:
        return
    lot = Lot(archive, book, trust, platform, index)
    book.check(2, "trust-signature", lambda: lot.by_platform("trust/trust-list"))
    log = book.check(3, "log-keys", lambda: Log(lot.by_platform("trust/log-keys")[0]))
    if log:
        lot.events = book.check(4, "events", lambda: read_events(archive, book, log)) or []
        lot.events = [] if lot.events is True else lot.events
    check_bids(lot)
    if not archive.has("opening/close.json"):
        book.note(6, "closing", "missing", "opening/close.json")
    elif archive.has("opening/close-list.json") or index["kind"] == "full":
        book.check(6, "closing", lambda: check_closing(lot))
    elif archive.has("opening/freeze.json") or any(event["kind"] == "freeze" for event in lot.events):
        book.note(6, "closing", "missing", "opening/close-list.json")
    if hasattr(lot, "list"):
        if index["kind"] == "full":
            book.check(6, "in-force", lambda: check_in_force(lot))
        book.check(4, "order", lambda: check_order(lot))
        check_opening(lot)
    else:
        lot.record = None
        if archive.has("opening/close.json") and not any(event["kind"] == "close" for event in lot.events):
            book.note(4, "order", "missing", "the closing's log event")
    drawn = check_draws(lot, log) if log else []
    if index["kind"] == "full":
        check_scores(lot, drawn)
    for match, name in archive.like(r"tender/clocks/([0-9a-f]{16})\.json"):
        book.check(5, f"clock:{match.group(1)}", lambda name=name: check_clock(lot, name[: -len(".json")]))
    if log:
        for match, name in archive.like(r"tender/outages/([0-9a-f]{16})\.txt"):
            book.check(5, f"outage:{match.group(1)}", lambda name=name: check_outage(archive, log, lot.events, name))
        book.check(5, "grounds", lambda: check_grounds(lot))
        for match, name in archive.like(r"log/stamped-(\d+)\.txt"):
            size = int(match.group(1))
            book.check(3, f"stamped:{size}", lambda name=name, size=size: check_stamped(archive, log, trust, name, size))
        book.check(3, "checkpoints", lambda: check_growth(archive, log))
    for event in lot.events:
        if event["kind"] in ("close", "freeze", "technical-result", "opening-record") and event["cosigned"] < 2:
            book.note(3, f"cosigned:{event['kind']}", "missing", "fewer than two cosignatures")


def judged(path):
    book = Book()
    try:
        verify(path, book)
    except Fault as fault:
        book.note(1, "archive", "false", str(fault))
    states = {one["state"] for one in book.findings}
    verdict = "FALSE" if "false" in states else "INCOMPLETE" if "missing" in states else "OK"
    return verdict, book.findings


def main(args):
    paths = [arg for arg in args if not arg.startswith("--")]
    if paths == ["-"]:
        paths = (line.strip() for line in sys.stdin)
    elif not paths:
        print(__doc__, file=sys.stderr)
        return 2
    verdicts = set()
    for path in paths:
        verdict, findings = judged(path)
        verdicts.add(verdict)
        if "--json" in args:
            print(json.dumps({"verdict": verdict, "findings": findings}), flush=True)
            continue
        for one in sorted(findings, key=lambda one: one["check"]):
            print(f"{one['check']:2} {one['state']:7} {one['code']} {one['detail']}".rstrip())
        print(f"{verdict} {path}")
    return 1 if "FALSE" in verdicts else 2 if "INCOMPLETE" in verdicts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
