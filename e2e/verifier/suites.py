"""Hashes, key derivation and chunk encryption of both suites; Shamir; HPKE (protocol 2.3 to 2.5)."""
import hashlib
import hmac
import itertools
import struct

from base import Fault, label, need
from cms import openssl


def sm3(data):
    try:
        return hashlib.new("sm3", data).digest()
    except ValueError:
        return openssl("dgst", "-sm3", "-binary", stdin=data).stdout


class Suite:
    def __init__(self, number):
        need(number in (1, 2), "suite")
        self.id = number
        self.hash = (lambda *parts: hashlib.sha256(b"".join(parts)).digest()) if number == 1 else (lambda *parts: sm3(b"".join(parts)))
        self.key_bytes, self.cipher = (32, "-aes-256-ctr") if number == 1 else (16, "-sm4-ctr")

    def hmac(self, key, message):
        key = self.hash(key) if len(key) > 64 else key
        key = key.ljust(64, b"\0")
        inner = self.hash(bytes(octet ^ 0x36 for octet in key), message)
        return self.hash(bytes(octet ^ 0x5C for octet in key), inner)

    def expand(self, prk, info, length):
        block, made = b"", b""
        for count in itertools.count(1):
            if len(made) >= length:
                return made[:length]
            block = self.hmac(prk, block + info + bytes([count]))
            made += block

    def segment_keys(self, header_hash, b, o, segment):
        prk = self.hmac(header_hash, b + o)
        okm = self.expand(prk, label("segment") + struct.pack(">H", segment), self.key_bytes + 44)
        return okm[: self.key_bytes], okm[self.key_bytes : self.key_bytes + 12], okm[self.key_bytes + 12 :]


def keystream(cipher, key, counter_block, data):
    return openssl("enc", cipher, "-d", "-K", key.hex(), "-iv", counter_block.hex(), stdin=data).stdout


R = 0xE1000000000000000000000000000000


def times_table(h):
    """Multiples of H by every octet at every place of a block: a multiplication is then sixteen look-ups."""
    powers, value = [], h
    for _ in range(128):
        powers.append(value)
        value = value >> 1 ^ (R if value & 1 else 0)
    tables = []
    for place in range(16):
        row = [0] * 256
        for bit in range(8):
            row[0x80 >> bit] = powers[place * 8 + bit]
        for octet in range(1, 256):
            low = octet & -octet
            if octet != low:
                row[octet] = row[octet ^ low] ^ row[low]
        tables.append(row)
    return tables


def ghash(tables, data):
    value = 0
    padded = data + bytes(-len(data) % 16) + struct.pack(">QQ", 0, len(data) * 8)
    for at in range(0, len(padded), 16):
        value ^= int.from_bytes(padded[at : at + 16], "big")
        block, value = value.to_bytes(16, "big"), 0
        for table, octet in zip(tables, block):
            value ^= table[octet]
    return value.to_bytes(16, "big")


class Gcm:
    """GCM composed of the counter mode of OpenSSL and GHASH here; no associated data."""

    def __init__(self, cipher, key):
        self.cipher, self.key = cipher, key
        # E(0) is the keystream at counter block zero.
        self.tables = times_table(int.from_bytes(keystream(cipher, key, bytes(16), bytes(16)), "big"))

    def open(self, nonce, sealed):
        body, tag = sealed[:-16], sealed[-16:]
        out = keystream(self.cipher, self.key, nonce + b"\0\0\0\1", bytes(16) + body)
        made = bytes(a ^ b for a, b in zip(ghash(self.tables, body), out[:16]))
        need(hmac.compare_digest(made, tag), "a tag is wrong")
        return out[16:]


def gf_mul(a, b):
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = a << 1 ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def gf_inverse(a):
    result = 1
    for _ in range(254):
        result = gf_mul(result, a)
    return result


def combine(shares):
    """Lagrange at zero over GF(2^8); 32 value octets and x."""
    xs = [share[32] for share in shares]
    secret = [0] * 32
    for share, x in zip(shares, xs):
        weight = 1
        for other in xs:
            if other != x:
                weight = gf_mul(weight, gf_mul(other, gf_inverse(other ^ x)))
        secret = [value ^ gf_mul(weight, octet) for value, octet in zip(secret, share)]
    return bytes(secret)


P = 2**256 - 2**224 + 2**192 + 2**96 - 1
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


def add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0]:
        if (a[1] + b[1]) % P == 0:
            return None
        slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, P) % P
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P) % P
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def multiply(scalar, point):
    result = None
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point, scalar = add(point, point), scalar >> 1
    return result


def encode(point):
    return b"\4" + point[0].to_bytes(32, "big") + point[1].to_bytes(32, "big")


def hpke_open(secret, info, enc, ct):
    """RFC 9180 base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM; one message, no associated data."""
    one = Suite(1)
    point = int.from_bytes(enc[1:33], "big"), int.from_bytes(enc[33:], "big")
    on_curve = (point[1] ** 2 - (point[0] ** 3 - 3 * point[0] + B)) % P == 0
    need(len(enc) == 65 and enc[0] == 4 and on_curve, "not a point of the curve")
    scalar = int.from_bytes(secret, "big")
    shared = multiply(scalar, point)[0].to_bytes(32, "big")
    kem, suite = b"KEM\0\x10", b"HPKE\0\x10\0\x01\0\x02"

    def extract(of, salt, name, material):
        return one.hmac(salt, b"HPKE-v1" + of + name + material)

    def expand(of, prk, name, text, length):
        return one.expand(prk, struct.pack(">H", length) + b"HPKE-v1" + of + name + text, length)

    context = enc + encode(multiply(scalar, G))
    secret = expand(kem, extract(kem, b"", b"eae_prk", shared), b"shared_secret", context, 32)
    schedule = b"\0" + extract(suite, b"", b"psk_id_hash", b"") + extract(suite, b"", b"info_hash", info)
    prk = extract(suite, secret, b"secret", b"")
    key, nonce = expand(suite, prk, b"key", schedule, 32), expand(suite, prk, b"base_nonce", schedule, 12)
    try:
        return Gcm("-aes-256-ctr", key).open(nonce, ct)
    except Fault as fault:
        raise Fault("a share does not open with the published key") from fault
