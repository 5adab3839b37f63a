"""What every check needs: refusals, canonical JSON, base64url, archive members (protocol 2.1, 8)."""
import atexit
import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import unicodedata
import zipfile


class Fault(Exception):
    """A check that is false."""


class Lacking(Exception):
    """A check that cannot be made, since something is not there."""


def need(condition, words):
    if not condition:
        raise Fault(words)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


FOLDER = tempfile.mkdtemp(prefix="verify-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
ANSWERS = {}


def kept(content):
    """A file that holds the content, named by its digest: whoever asks with the same octets asks with the same name."""
    path = os.path.join(FOLDER, hashlib.sha256(content).hexdigest())
    if not os.path.exists(path):
        with open(path, "wb") as out:
            out.write(content)
    return path


def openssl(*args, stdin=None):
    """What the program answers. Input files are `kept`, so that the same question is the same arguments: asked once."""
    question = (args, stdin)
    if question in ANSWERS:
        return ANSWERS[question]
    answer = subprocess.run(["openssl", *args], input=stdin, capture_output=True, check=False)
    if len(stdin or b"") < 10_000:
        ANSWERS[question] = answer
    return answer


def pem(kind, der):
    text = base64.b64encode(der).decode()
    lines = "\n".join(text[at : at + 64] for at in range(0, len(text), 64))
    return f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----\n"


def label(text):
    return b"SBC/1 " + text.encode() + b"\0"


def b64u(text, length=None):
    need(re.fullmatch(r"[A-Za-z0-9_-]*", text) and len(text) % 4 != 1, "base64url")
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    need(base64.urlsafe_b64encode(raw).rstrip(b"=").decode() == text, "base64url: unused bits")
    need(length is None or len(raw) == length, "base64url: length")
    return raw


def write(value):
    """RFC 8785, restricted as in 2.1: no fractions, NFC, names by UTF-16 code units."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(write(key) + ":" + write(value[key]) for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(write(item) for item in value) + "]"
    if isinstance(value, str):
        need(unicodedata.normalize("NFC", value) == value, "not NFC")
        return json.dumps(value, ensure_ascii=False)
    if value is True or value is False or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    need(isinstance(value, int) and abs(value) < 2**53, "number")
    return str(value)


def canonical(value):
    return write(value).encode()


def read(raw):
    """A statement: canonical bytes or a fault."""
    try:
        value = json.loads(raw.decode("utf-8"))
        same = canonical(value) == raw
    except (ValueError, UnicodeError) as problem:
        raise Fault("not JSON") from problem
    need(same, "JSON is not canonical")
    return value


USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def valid_uscc(text):
    """GB 32100 check character."""
    if len(text) != 18 or any(char not in USCC for char in text):
        return False
    total, weight = 0, 1
    for char in text[:17]:
        total, weight = total + USCC.index(char) * weight, weight * 3 % 31
    return USCC.index(text[17]) == (31 - total % 31) % 31


class Archive:
    """Members of a package; bodies are read when they are asked for."""

    def __init__(self, path):
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError) as problem:
            raise Fault("not a zip file") from problem
        self.names = [name for name in self.zip.namelist() if not name.endswith("/")]
        need(len(set(self.names)) == len(self.names), "a member twice")

    def has(self, name):
        return name in self.names

    def get(self, name):
        if name not in self.names:
            raise Lacking(name)
        return self.zip.read(name)

    def open(self, name):
        if name not in self.names:
            raise Lacking(name)
        return self.zip.open(name)

    def like(self, pattern):
        found = [(re.fullmatch(pattern, name), name) for name in self.names]
        return [(match, name) for match, name in found if match]


class Book:
    """Findings, one a check."""

    def __init__(self):
        self.findings = []

    def check(self, number, code, run):
        try:
            value = run()
        except Lacking as lacking:
            self.note(number, code, "missing", str(lacking))
            return None
        except (Fault, KeyError, IndexError, TypeError, ValueError, AttributeError) as fault:
            self.note(number, code, "false", f"{type(fault).__name__}: {fault}")
            return None
        self.note(number, code, "ok")
        return True if value is None else value

    def note(self, number, code, state, detail=""):
        self.findings.append({"check": number, "code": code, "state": state, "detail": detail})
