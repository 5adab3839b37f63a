#!/usr/bin/env python3
"""Judges detached CMS by themselves: signed.py ANCHOR.crt SUB.crt CRL CONTENT INSTANT FILE.p7s… prints which are good."""
import base64
import json
import re
import sys

from base import Fault, Lacking
from cms import Trust, when


def der(path):
    with open(path, "rb") as file:
        raw = file.read()
    found = re.search(rb"-----BEGIN [^-]+-----(.+?)-----END", raw, re.S)
    return base64.b64decode(found.group(1)) if found else raw


def main(anchor, sub, crl, content, instant, *files):
    one = {"uses": ["sign"], "anchors": [base64.b64encode(der(anchor)).decode()], "intermediates": [base64.b64encode(der(sub)).decode()]}
    trust, judged = Trust({"authorities": [one]}, [der(crl)]), {}
    with open(content, "rb") as file:
        signed = file.read()
    for path in files:
        try:
            trust.signers(path, signed, der(path), when(instant))
            judged[path] = True
        except (Fault, Lacking) as problem:
            judged[path] = str(problem)
    print(json.dumps(judged))


if __name__ == "__main__":
    main(*sys.argv[1:])
