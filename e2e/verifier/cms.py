"""Signatures and timestamps, judged by OpenSSL (protocol 2.8, 3.4, 5.1)."""
import datetime
import os
import re
import tempfile

from base import Fault, need, openssl, pem, valid_uscc
from sm2 import Judge, read_signers


def when(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def in_seconds(moment):
    return str(int(moment.timestamp()))


class Trust:
    """Anchors of the trust list, and what the revocation lists revoke."""

    def __init__(self, trust_list, crls):
        import base64

        self.folder = tempfile.mkdtemp(prefix="verify-")
        self.known = {}
        for use in ("sign", "tsa"):
            mine = [one for one in trust_list["authorities"] if use in one["uses"]]
            anchors = [base64.b64decode(der) for one in mine for der in one["anchors"]]
            between = [base64.b64decode(der) for one in mine for der in one["intermediates"]]
            self._file(f"{use}.pem", "".join(pem("CERTIFICATE", der) for der in anchors).encode())
            self._file(f"{use}-between.pem", "".join(pem("CERTIFICATE", der) for der in between).encode())
            self._file(f"{use}-all.pem", "".join(pem("CERTIFICATE", der) for der in anchors + between).encode())
            if use == "sign":
                self.sm2 = Judge(self.folder, anchors, between)
        self.revoked = [entry for crl in crls for entry in revoked_in(crl)]

    def _file(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as out:
            out.write(content)
        return path

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
        data, signature = self._file("content", content), self._file("cms", cms)
        who = os.path.join(self.folder, "who.pem")
        if os.path.exists(who):
            os.remove(who)
        args = ["-verify", "-binary", "-inform", "DER", "-in", signature, "-content", data, "-purpose", "any"]
        paths = ["-CAfile", os.path.join(self.folder, "sign.pem"), "-attime", in_seconds(at)]
        between = os.path.join(self.folder, "sign-between.pem")
        if os.path.getsize(between):
            paths += ["-certfile", between]
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
        data, file = self._file("stamped", content), self._file("token", token)
        all_of = os.path.join(self.folder, "tsa-all.pem")
        told = openssl("ts", "-reply", "-token_in", "-in", file, "-text").stdout.decode(errors="replace")
        match = re.search(r"Time stamp: (.*)", told)
        need(match, f"{name}: not a token")
        text = re.sub(r"\.\d+", "", match.group(1).replace(" GMT", "").strip())
        moment = datetime.datetime.strptime(text, "%b %d %H:%M:%S %Y").replace(tzinfo=datetime.timezone.utc)
        args = ["-token_in", "-in", file, "-data", data, "-CAfile", all_of, "-attime", in_seconds(moment)]
        done = openssl("ts", "-verify", *args)
        need(done.returncode == 0, f"{name}: the token is not good")
        return moment


def revoked_in(crl):
    done = openssl("crl", "-inform", "DER", "-noout", "-text", "-nameopt", "RFC2253", stdin=crl)
    if done.returncode:
        raise Fault("a revocation list cannot be read")
    text = done.stdout.decode(errors="replace")
    issuer = re.search(r"Issuer: ?(.*)", text).group(1).strip()
    for serial, date in re.findall(r"Serial Number: ([0-9A-F]+)\s+Revocation Date: (.*)", text):
        since = datetime.datetime.strptime(date.replace(" GMT", "").strip(), "%b %d %H:%M:%S %Y")
        yield serial, issuer, since.replace(tzinfo=datetime.timezone.utc)
