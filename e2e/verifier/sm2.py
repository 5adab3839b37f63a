"""
CMS signed with SM2 (protocol 2.8; GB/T 35275 and RFC 5652). OpenSSL has SM2, but no command for such a CMS, and its
`verify` tells the distinguishing identifier to the leaf alone: here the CMS is read, and OpenSSL judges each signature and
each link of the path by itself.
"""
from base import Fault, Lacking, kept, need, openssl, pem
from der import Certificate, oid, parse
from sm3 import sm3

DISTID = "distid:1234567812345678"
CURVE = oid("1.2.156.10197.1.301")
SIGNATURES = {oid("1.2.156.10197.1.501"), oid("1.2.156.10197.1.301.1")}
SM3 = oid("1.2.156.10197.1.401")
SIGNED = {oid("1.2.156.10197.6.1.4.2.2"), oid("1.2.840.113549.1.7.2")}
DATA = {oid("1.2.156.10197.6.1.4.2.1"), oid("1.2.840.113549.1.7.1")}
CONTENT_TYPE, MESSAGE_DIGEST = oid("1.2.840.113549.1.9.3"), oid("1.2.840.113549.1.9.4")
MOST_LINKS = 6


class Signed:
    """A detached SignedData, taken apart."""

    def __init__(self, cms):
        outer = parse(cms).children()
        need(outer[0].body in SIGNED, "not signed data")
        fields = outer[1].children()[0].children()
        inner = fields[2].children()
        need(inner[0].body in DATA and len(inner) == 1, "not a detached signature over data")
        self.certificates = [Certificate(one.whole) for one in part(fields[3:], 0xA0) if one.tag == 0x30]
        self.signers = [Signer(one.children(), self.certificates) for one in fields[-1].children()]
        need(fields[-1].tag == 0x31 and self.signers, "nobody has signed")


class Signer:
    def __init__(self, fields, certificates):
        who, digest = fields[1], fields[2].children()[0].body
        self.attributes = fields[3] if fields[3].tag == 0xA0 else None
        rest = fields[4:] if self.attributes else fields[3:]
        self.digest, self.algorithm, self.signature = digest, rest[0].children()[0].body, rest[1].body
        if who.tag == 0x30:
            issuer, serial = who.children()
            mine = [one for one in certificates if (one.issuer, one.serial) == (issuer.whole, serial.body)]
        else:
            mine = [one for one in certificates if one.key_id() == who.body]
        need(len(mine) == 1, "the signer's certificate")
        self.certificate = mine[0]

    def is_sm2(self):
        return self.certificate.curve == CURVE

    def signed(self, content):
        """What the signature is over: the content, or attributes that name its digest."""
        need(self.digest == SM3 and self.algorithm in SIGNATURES, "algorithms of an SM2 signature")
        if self.attributes is None:
            return content
        found = {}
        for one in self.attributes.children():
            kind, values = one.children()
            need(kind.body not in found and len(values.children()) == 1, "an attribute twice")
            found[kind.body] = values.children()[0].body
        need(found.get(CONTENT_TYPE) in DATA, "attribute contentType")
        need(found.get(MESSAGE_DIGEST) == sm3(content), "the signed digest is not that of the content")
        return b"\x31" + self.attributes.whole[1:]


def part(fields, tag):
    return next((one.children() for one in fields if one.tag == tag), [])


def read_signers(cms):
    """The CMS, if anybody signed it with SM2; else it is OpenSSL's own."""
    try:
        signed = Signed(cms)
    except (Fault, IndexError, ValueError):
        return None
    return signed if any(one.is_sm2() for one in signed.signers) else None


class Judge:
    """Signatures and paths, with the anchors and intermediates of the trust list."""

    def __init__(self, anchors, between):
        self.anchors, self.between = set(anchors), [Certificate(der) for der in [*anchors, *between]]
        self.links = {}

    def signers(self, name, signed, content, at):
        """Certificates of those who signed, as PEM; each with a good path at the instant `at` (seconds)."""
        if openssl("ecparam", "-name", "SM2", "-noout").returncode:
            raise Lacking(f"{name}: this openssl has no SM2")
        if not all(one.is_sm2() for one in signed.signers):
            raise Lacking(f"{name}: signed with SM2 and otherwise at once, which this verifier does not judge")
        for one in signed.signers:
            self.must_verify(name, one, content)
            self.must_be_a_signers(name, one.certificate)
            self.must_lead_to_anchor(name, one.certificate, signed.certificates, at)
        return [pem("CERTIFICATE", one.certificate.raw) for one in signed.signers]

    def must_verify(self, name, one, content):
        data, signature = kept(one.signed(content)), kept(one.signature)
        key = kept(pem("PUBLIC KEY", one.certificate.spki).encode())
        how = ["-rawin", "-digest", "sm3", "-pkeyopt", DISTID]
        done = openssl("pkeyutl", "-verify", "-pubin", "-inkey", key, "-in", data, "-sigfile", signature, *how)
        need(done.returncode == 0, f"{name}: the SM2 signature is wrong")

    def must_be_a_signers(self, name, certificate):
        usage = certificate.usage()
        need(usage is None or usage & 0xC0, f"{name}: a certificate that must not sign")
        need(not certificate.constraints()[0], f"{name}: signed by an authority's certificate")

    def must_lead_to_anchor(self, name, certificate, included, at):
        below, current = 0, certificate
        for _ in range(MOST_LINKS):
            if current.raw in self.anchors:
                return
            issuers = [one for one in [*self.between, *included] if one.subject == current.issuer]
            issuer = next((one for one in issuers if self.issued(one, current, at)), None)
            need(issuer, f"{name}: no path to an anchor that is good at that time")
            ca, most = issuer.constraints()
            need(ca and (most is None or below <= most), f"{name}: an authority below one that allows none")
            below, current = below + 1, issuer
        raise Fault(f"{name}: the path does not end")

    def issued(self, issuer, certificate, at):
        key = (issuer.raw, certificate.raw, at)
        if key not in self.links:
            above, own = (kept(pem("CERTIFICATE", one.raw).encode()) for one in (issuer, certificate))
            how = ["-partial_chain", "-purpose", "any", "-attime", at, "-vfyopt", DISTID]
            self.links[key] = openssl("verify", *how, "-CAfile", above, own).returncode == 0
        return self.links[key]
