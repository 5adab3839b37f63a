"""Signatures and timestamps, judged by OpenSSL (protocol 2.8, 3.4, 5.1)."""
import datetime
import os
import re

from base import Fault, kept, need, openssl, pem, valid_uscc
from sm2 import Judge, read_signers


def when(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def in_seconds(moment):
    return str(int(moment.timestamp()))


class Trust:
    """Anchors of the trust list, and what the revocation lists revoke."""

    def __init__(self, trust_list, crls):
        import base64

        self.known, self.files = {}, {}
        for use in ("sign", "tsa"):
            mine = [one for one in trust_list["authorities"] if use in one["uses"]]
            anchors = [base64.b64decode(der) for one in mine for der in one["anchors"]]
            between = [base64.b64decode(der) for one in mine for der in one["intermediates"]]
            self.files[use] = pems(anchors)
            self.files[f"{use}-between"] = pems(between) if between else None
            self.files[f"{use}-all"] = pems(anchors + between)
            if use == "sign":
                self.sm2 = Judge(anchors, between)
        self.revoked = [entry for crl in crls for entry in revoked_in(crl)]

    def signers(self, name, content, cms, at):
        """Codes of those who signed, each by a path to an anchor that was good at `at`."""
        key = (content, cms, at)
        if key in self.known:
            return self.known[key]
        sm2 = read_signers(cms)
        if sm2:
            certificates = self.sm2.signers(name, sm2, content, in_seconds(at))
        else:
            certificates = self._by_openssl(name, content, cms, at)
        codes = []
        for certificate in certificates:
            codes += self._codes(name, certificate, at)
        self.known[key] = codes
        return codes

    def _by_openssl(self, name, content, cms, at):
        data, signature = kept(content), kept(cms)
        args = ["-verify", "-binary", "-inform", "DER", "-in", signature, "-content", data, "-purpose", "any"]
        paths = ["-CAfile", self.files["sign"], "-attime", in_seconds(at)]
        if self.files["sign-between"]:
            paths += ["-certfile", self.files["sign-between"]]
        who = kept("\n".join([*args, *paths]).encode()) + ".pem"
        done = openssl("cms", *args, *paths, "-signer", who, "-out", os.devnull)
        need(done.returncode == 0, f"{name}: {done.stderr.decode(errors='replace').strip().splitlines()[-1:]}")
        with open(who, encoding="ascii") as file:
            return re.findall(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", file.read(), re.S)

    def _codes(self, name, certificate, at):
        text = openssl("x509", "-noout", "-serial", "-issuer", "-nameopt", "RFC2253", stdin=certificate.encode())
        serial, issuer = text.stdout.decode(errors="replace").strip().split("\n")[:2]
        for revoked_serial, revoked_issuer, since in self.revoked:
            same = serial.split("=")[1].lstrip("0") == revoked_serial.lstrip("0")
            need(not (same and issuer.split("=", 1)[1] == revoked_issuer and since <= at), f"{name}: revoked")
        der = openssl("x509", "-outform", "DER", stdin=certificate.encode()).stdout
        # From its first character on: one that begins in the middle has a right check character now and then.
        found = {match.decode() for match in re.findall(rb"(?<![0-9A-HJ-NP-RTUW-Y])([0-9A-HJ-NP-RTUW-Y]{18})", der)}
        return [code for code in found if valid_uscc(code)]

    def must_sign(self, name, content, cms, code, at):
        need(code in self.signers(name, content, cms, at), f"{name} is not signed by {code}")

    def stamped(self, name, token, content):
        """The time of an RFC 3161 token over the content, by an authority of the list."""
        data, file, all_of = kept(content), kept(token), self.files["tsa-all"]
        told = openssl("ts", "-reply", "-token_in", "-in", file, "-text").stdout.decode(errors="replace")
        match = re.search(r"Time stamp: (.*)", told)
        need(match, f"{name}: not a token")
        text = re.sub(r"\.\d+", "", match.group(1).replace(" GMT", "").strip())
        moment = datetime.datetime.strptime(text, "%b %d %H:%M:%S %Y").replace(tzinfo=datetime.timezone.utc)
        args = ["-token_in", "-in", file, "-data", data, "-CAfile", all_of, "-attime", in_seconds(moment)]
        done = openssl("ts", "-verify", *args)
        need(done.returncode == 0, f"{name}: the token is not good")
        return moment


def pems(certificates):
    return kept("".join(pem("CERTIFICATE", der) for der in certificates).encode())


def revoked_in(crl):
    done = openssl("crl", "-inform", "DER", "-noout", "-text", "-nameopt", "RFC2253", stdin=crl)
    if done.returncode:
        raise Fault("a revocation list cannot be read")
    text = done.stdout.decode(errors="replace")
    issuer = re.search(r"Issuer: ?(.*)", text).group(1).strip()
    for serial, date in re.findall(r"Serial Number: ([0-9A-F]+)\s+Revocation Date: (.*)", text):
        since = datetime.datetime.strptime(date.replace(" GMT", "").strip(), "%b %d %H:%M:%S %Y")
        yield serial, issuer, since.replace(tzinfo=datetime.timezone.utc)
