"""Strict DER, as much as signatures of SM2 need (X.690)."""
from base import Fault, need


class Node:
    def __init__(self, raw, at=0, end=None):
        end = len(raw) if end is None else end
        need(at + 2 <= end, "DER: cut off")
        self.tag, length, start = raw[at], raw[at + 1], at + 2
        need(self.tag & 0x1F != 0x1F, "DER: a long tag")
        if length & 0x80:
            count = length & 0x7F
            need(0 < count <= 4 and start + count <= end, "DER: length")
            length, start = int.from_bytes(raw[start : start + count], "big"), start + count
            need(length >= 0x80 and length >> 8 * (count - 1), "DER: a length that could be shorter")
        self.raw, self.at, self.start, self.next = raw, at, start, start + length
        need(self.next <= end, "DER: cut off")

    @property
    def body(self):
        return self.raw[self.start : self.next]

    @property
    def whole(self):
        return self.raw[self.at : self.next]

    def children(self):
        need(self.tag & 0x20, "DER: not a structure")
        found, at = [], self.start
        while at < self.next:
            found.append(Node(self.raw, at, self.next))
            at = found[-1].next
        return found


def parse(raw):
    node = Node(raw)
    need(node.next == len(raw), "DER: something follows")
    return node


def oid(text):
    """The body of an object identifier."""
    first, second, *rest = (int(part) for part in text.split("."))
    made = bytes([first * 40 + second])
    for part in rest:
        septets = [part & 0x7F]
        while part := part >> 7:
            septets.insert(0, part & 0x7F | 0x80)
        made += bytes(septets)
    return made


class Certificate:
    """What a path and a signature need of it."""

    def __init__(self, raw):
        self.raw = raw
        fields = parse(raw).children()[0].children()
        fields = fields[1:] if fields[0].tag == 0xA0 else fields
        self.serial, self.issuer, self.subject = fields[0].body, fields[2].whole, fields[4].whole
        self.spki = fields[5].whole
        self.curve = [one.body for one in fields[5].children()[0].children()][-1]
        extensions = next((one.children()[0] for one in fields[6:] if one.tag == 0xA3), None)
        self.extensions = {}
        for one in extensions.children() if extensions else []:
            parts = one.children()
            self.extensions[parts[0].body] = parts[-1].body

    def usage(self):
        """Bits of the key usage, the first the highest of a byte; None where the certificate is silent."""
        found = self.extensions.get(oid("2.5.29.15"))
        return None if found is None else parse(found).body[1]

    def constraints(self):
        """Whether it is an authority, and how many others may stand below it."""
        found = self.extensions.get(oid("2.5.29.19"))
        parts = parse(found).children() if found else []
        ca = bool(parts) and parts[0].tag == 1 and parts[0].body == b"\xff"
        return ca, int.from_bytes(parts[1].body, "big") if len(parts) > 1 else None

    def key_id(self):
        found = self.extensions.get(oid("2.5.29.14"))
        return parse(found).body if found else None


__all__ = ["Certificate", "Fault", "Node", "oid", "parse"]
