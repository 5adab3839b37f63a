"""Hashes, key derivation and chunk encryption of both suites; Shamir; HPKE (protocol 2.3 to 2.5)."""
import hashlib
import hmac
import itertools
import struct

from base import Fault, Lacking, label, need, openssl
from curves import P256
from sm3 import sm3


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
    done = openssl("enc", cipher, "-d", "-K", key.hex(), "-iv", counter_block.hex(), stdin=data)
    if done.returncode:
        raise Lacking(f"this openssl has no {cipher[1:]}")
    return done.stdout


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


def hpke_open(secret, info, enc, ct):
    """RFC 9180 base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM; one message, no associated data."""
    one = Suite(1)
    shared = P256.multiply(int.from_bytes(secret, "big"), P256.decode(enc))[0].to_bytes(32, "big")
    kem, suite = b"KEM\0\x10", b"HPKE\0\x10\0\x01\0\x02"

    def extract(of, salt, name, material):
        return one.hmac(salt, b"HPKE-v1" + of + name + material)

    def expand(of, prk, name, text, length):
        return one.expand(prk, struct.pack(">H", length) + b"HPKE-v1" + of + name + text, length)

    context = enc + P256.public_of(secret)
    secret = expand(kem, extract(kem, b"", b"eae_prk", shared), b"shared_secret", context, 32)
    schedule = b"\0" + extract(suite, b"", b"psk_id_hash", b"") + extract(suite, b"", b"info_hash", info)
    prk = extract(suite, secret, b"secret", b"")
    key, nonce = expand(suite, prk, b"key", schedule, 32), expand(suite, prk, b"base_nonce", schedule, 12)
    try:
        return Gcm("-aes-256-ctr", key).open(nonce, ct)
    except Fault as fault:
        raise Fault("a share does not open with the published key") from fault
