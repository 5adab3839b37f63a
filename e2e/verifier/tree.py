"""The transparency log: notes, trees, batches, events (protocol 6, RFC 6962, C2SP formats)."""
import base64
import hashlib
import hmac
import re

from base import Fault, Lacking, b64u, canonical, kept, need, openssl, pem, read, sha256


def leaf(entry):
    return sha256(b"\0", entry)


def node(left, right):
    return sha256(b"\1", left, right)


def tree_root(leaves, hash_node=node, empty=sha256()):
    if not leaves:
        return empty
    while len(leaves) > 1:
        pairs = [leaves[at : at + 2] for at in range(0, len(leaves), 2)]
        leaves = [hash_node(*pair) if len(pair) == 2 else pair[0] for pair in pairs]
    return leaves[0]


def root_by_inclusion(index, size, start, proof):
    """RFC 9162 2.1.3.2."""
    need(0 <= index < size, "index")
    fn, sn, root = index, size - 1, start
    for sibling in proof:
        need(sn != 0, "proof too long")
        if fn & 1 or fn == sn:
            root = node(sibling, root)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            root = node(root, sibling)
        fn, sn = fn >> 1, sn >> 1
    need(sn == 0, "proof too short")
    return root


def consistent(size1, size2, proof, root1, root2):
    """RFC 9162 2.1.4.2."""
    if size1 == size2:
        return not proof and root1 == root2
    path = ([root1] if size1 & (size1 - 1) == 0 else []) + proof
    if not path:
        return False
    fn, sn = size1 - 1, size2 - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    first = second = path[0]
    for part in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            first, second = node(part, first), node(part, second)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            second = node(second, part)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and first == root1 and second == root2


class Key:
    """A verifier key: name+hash+base64(type || key)."""

    def __init__(self, text):
        self.name, given, raw = text.split("+", 2)
        raw = base64.b64decode(raw)
        self.type, self.key = raw[0], raw[1:]
        self.id = sha256(self.name.encode(), b"\n", raw)[:4]
        need(self.id.hex() == given and len(self.key) == 32, "verifier key")


def ed25519(key, message, signature):
    spki = pem("PUBLIC KEY", bytes.fromhex("302a300506032b6570032100") + key).encode()
    args = ["-verify", "-pubin", "-inkey", kept(spki), "-rawin", "-in", kept(message), "-sigfile", kept(signature)]
    return openssl("pkeyutl", *args).returncode == 0


class Log:
    """Checkpoints that were seen, by size; notes are checked once each."""

    def __init__(self, keys):
        self.key = Key(keys["log"])
        self.witnesses = [Key(text) for text in keys["witnesses"]]
        self.heads, self.notes, self.seen = {}, {}, {}

    def note(self, text):
        """Size, root and number of cosignatures of a signed checkpoint."""
        if text in self.notes:
            return self.notes[text]
        body, lines = text.rsplit("\n\n", 1)
        body += "\n"
        origin, size, root = body.split("\n")[:3]
        need(origin == self.key.name, "another log")
        signed, witnessed, times = False, set(), []
        for line in lines.strip("\n").split("\n"):
            match = re.fullmatch("— (\\S+) (\\S+)", line)
            need(match, "signature line")
            raw = base64.b64decode(match.group(2), validate=True)
            if match.group(1) == self.key.name and raw[:4] == self.key.id:
                signed = ed25519(self.key.key, body.encode(), raw[4:]) or signed
            for witness in self.witnesses:
                if match.group(1) == witness.name and raw[:4] == witness.id and len(raw) == 76:
                    time = int.from_bytes(raw[4:12], "big")
                    message = f"cosignature/v1\ntime {time}\n{body}".encode()
                    if ed25519(witness.key, message, raw[12:]):
                        witnessed.add(witness.name)
                        times.append(time)
        need(signed, "the log has not signed the checkpoint")
        need(witnessed or not self.witnesses, "no witness has signed the checkpoint")
        found = int(size), base64.b64decode(root), len(witnessed)
        need(self.heads.setdefault(found[0], found[1]) == found[1], "two roots for one size: the log was forked")
        self.notes[text], self.seen[text] = found, max(times, default=0)
        return found

    def prove(self, commitment, text):
        """Index of the batch that holds the commitment; cosignatures of the checkpoint."""
        head, note = text.split("\n\n", 1)
        lines = head.split("\n")
        need(lines[0] == "c2sp.org/tlog-proof@v1" and lines[1].startswith("extra "), "not a tlog-proof")
        extra = base64.b64decode(lines[1][6:], validate=True)
        need(len(extra) == 2 + 320, "batch proof")
        place, root = int.from_bytes(extra[:2], "big"), leaf(b"\1\1" + commitment)
        need(place < 1024, "position in the batch")
        for level in range(10):
            sibling = extra[2 + level * 32 : 34 + level * 32]
            root = node(sibling, root) if place >> level & 1 else node(root, sibling)
        index = int(re.fullmatch(r"index (0|[1-9]\d*)", lines[2]).group(1))
        hashes = [base64.b64decode(line, validate=True) for line in lines[3:]]
        size, wanted, cosigned = self.note(note)
        need(root_by_inclusion(index, size, leaf(b"\1\2" + root), hashes) == wanted, "not in the log")
        return index, cosigned


def read_events(archive, book, log):
    """Every disclosed event with its place; those that are not proved are left out."""
    raw = archive.get("events.jsonl")
    need(raw.endswith(b"\n") or not raw, "events.jsonl")
    events = []
    for line in raw.split(b"\n")[:-1]:
        entry = read(line)
        event = entry["event"]

        def prove(entry=entry, event=event):
            if entry["index"] is None or entry["proof"] is None:
                raise Lacking("not proved yet")
            commitment = hmac.digest(b64u(entry["blind"], 32), canonical(event), "sha256")
            index, cosigned = log.prove(commitment, archive.get(entry["proof"]).decode())
            need(index == entry["index"], "another index")
            return {**event, "index": index, "blind": entry["blind"], "cosigned": cosigned}

        found = book.check(4, f"event:{event['kind']}:{event['hash'][:16]}", prove)
        if found:
            events.append(found)
    return events


def check_growth(archive, log):
    sizes = sorted(log.heads)
    if len(sizes) < 2:
        return
    steps = read(archive.get("log/consistency.json"))["steps"]
    for older, newer in zip(sizes, sizes[1:]):
        step = [one for one in steps if (one["from"], one["to"]) == (older, newer)]
        if not step:
            raise Lacking(f"{older} to {newer}")
        hashes = [bytes.fromhex(text) for text in step[0]["hashes"]]
        need(consistent(older, newer, hashes, log.heads[older], log.heads[newer]), f"{newer} did not grow out of {older}")


def check_stamped(archive, log, trust, name, size):
    """An hourly timestamp over a checkpoint (5.1): of this size, stamped when its witnesses had signed."""
    raw = archive.get(name)
    text = raw.decode()
    need(log.note(text)[0] == size, "a checkpoint of another size")
    moment = trust.stamped(name, archive.get(name.replace(".txt", ".tst")), raw)
    need(log.seen[text] <= moment.timestamp() + 60, "stamped before its witness had signed")


def check_outage(archive, log, events, name):
    """What a witness signed of the platform's door (5.5): a note of two lines, and its event in the log."""
    body, line = archive.get(name).decode().rsplit("\n\n", 1)
    first, statement = body.split("\n")
    need(first == "SBC/1 unreachable", "not such a note")
    said = read(statement.encode())
    match = re.fullmatch("— (\\S+) (\\S+)\n", line)
    need(match and match.group(1) == said["witness"] and said["type"] == "unreachable", "whose note")
    signature = base64.b64decode(match.group(2), validate=True)
    good = [key for key in log.witnesses if key.name == said["witness"] and key.id == signature[:4]]
    need(any(ed25519(key.key, f"{body}\n".encode(), signature[4:]) for key in good), "no witness signed it")
    need(name.split("/")[-1] == hashlib.sha256(statement.encode()).hexdigest()[:16] + ".txt", "another statement")
    if not logged(events, statement.encode(), "unreachable"):
        raise Lacking("its log event")


def logged(events, raw, kind=None):
    hash_hex = hashlib.sha256(raw).hexdigest()
    for event in events:
        if event["hash"] == hash_hex and kind in (None, event["kind"]):
            return event
    return None


__all__ = ["Fault", "Log", "check_growth", "check_outage", "check_stamped", "leaf", "logged", "node", "read_events", "tree_root"]
