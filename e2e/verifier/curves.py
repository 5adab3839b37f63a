"""The two curves of the suites, P-256 and SM2, both with a = -3; SM2 encryption of GB/T 32918.4."""
from base import Fault, need
from sm3 import sm3


class Curve:
    def __init__(self, p, b, g):
        self.p, self.b, self.g = p, b, g

    def add(self, a, b):
        if a is None or b is None:
            return a or b
        p = self.p
        if a[0] == b[0]:
            if (a[1] + b[1]) % p == 0:
                return None
            slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, p) % p
        else:
            slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, p) % p
        x = (slope * slope - a[0] - b[0]) % p
        return x, (slope * (a[0] - x) - a[1]) % p

    def multiply(self, scalar, point):
        result = None
        while scalar:
            if scalar & 1:
                result = self.add(result, point)
            point, scalar = self.add(point, point), scalar >> 1
        return result

    def point(self, x, y):
        need(max(x, y) < self.p and (y * y - (x**3 - 3 * x + self.b)) % self.p == 0, "not a point of the curve")
        return x, y

    def decode(self, octets):
        need(len(octets) == 65 and octets[0] == 4, "not an uncompressed point")
        return self.point(int.from_bytes(octets[1:33], "big"), int.from_bytes(octets[33:], "big"))

    def public_of(self, secret):
        return encode(self.multiply(int.from_bytes(secret, "big"), self.g))


def encode(point):
    return b"\4" + point[0].to_bytes(32, "big") + point[1].to_bytes(32, "big")


P256 = Curve(
    2**256 - 2**224 + 2**192 + 2**96 - 1,
    0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    (
        0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    ),
)
SM2 = Curve(
    2**256 - 2**224 - 2**96 + 2**64 - 1,
    0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93,
    (
        0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
        0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
    ),
)


def sm2_open(secret, cipher):
    """The plaintext of an ASN.1 SM2Cipher {x, y, C3, C2}. `cipher` is its DER node."""
    x, y, check, body = cipher.children()
    need((cipher.tag, x.tag, y.tag, check.tag, body.tag) == (0x30, 2, 2, 4, 4), "not an SM2 ciphertext")
    point = SM2.point(int.from_bytes(x.body, "big"), int.from_bytes(y.body, "big"))
    shared = SM2.multiply(int.from_bytes(secret, "big"), point)
    left, right = (number.to_bytes(32, "big") for number in shared)
    stream = b""
    for count in range(1, len(body.body) // 32 + 2):
        stream += sm3(left + right + count.to_bytes(4, "big"))
    plain = bytes(a ^ b for a, b in zip(body.body, stream))
    if sm3(left + plain + right) != check.body:
        raise Fault("a share does not open with the published key")
    return plain
