"""Marks, benchmark, price scores, ranking, once more from the members' sheets (protocol 8; check 11)."""
import json
from fractions import Fraction

from base import Lacking, canonical, need, read, sha256
from cms import when
from tree import logged

GROUPS = ("technical", "business", "credit")


def half_up(value, places):
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**places)


def fixed(value, places):
    value = half_up(value, places)
    digits = str(abs(value.numerator * 10**places // value.denominator)).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return "-" + text if value < 0 else text


def mean(values):
    return sum(values) / Fraction(len(values)) if values else Fraction(0)


def of_members(values, how):
    if how == "trimmed" and len(values) >= 3:
        values = sorted(values)[1:-1]
    return mean(values)


def benchmark(method, drawn, prices):
    price, values = method["price"], [Fraction(one["price"]) for one in prices]

    def coefficient(name, values_of):
        return Fraction(drawn[name] if name in drawn else values_of[0])

    kept, drop = sorted(values), price["drop"]
    if price["benchmark"] in ("B2", "B3", "B4") and drop > 0 and len(kept) >= price["dropFrom"] and len(kept) > 2 * drop:
        kept = kept[drop:-drop]
    first = mean(kept)
    kind = price["benchmark"]
    if kind in ("B1", "B2"):
        return first
    if kind == "B5":
        return mean([value for value in kept if value <= first])
    ceiling = Fraction(method["ceiling"]) if method["ceiling"] is not None else None
    if kind == "B4":
        k1, k2, q1 = (coefficient(name, price[name]) for name in ("k1", "k2", "q1"))
        return first * k1 * q1 + ceiling * k2 * (1 - q1)
    return (first if kind == "B3" else ceiling) * (1 - coefficient("rate", price["rates"]) / 100)


def price_scores(method, base, prices):
    """Deviation and score of each price."""
    price, full = method["price"], Fraction(method["price"]["full"])
    low, high = min(prices), max(prices)
    for value in prices:
        if price["score"] == "P2":
            yield None, half_up(low / value * full, price["places"])
        elif price["score"] == "P3":
            part = (high - value) / (high - low) if high != low else Fraction(1)
            yield None, half_up(full * part, price["places"])
        else:
            away = (value - base) / base * 100
            slope = Fraction(price["e1"] if away > 0 else price["e2"])
            yield away, half_up(max(full - abs(away) * slope, Fraction(0)), price["places"])


def leaves_of(method):
    parents = {one["parent"] for one in method["criteria"]}
    return [one for one in method["criteria"] if one["id"] not in parents]


def marks_of(sheets, bid, criterion):
    return {
        sheet["member"]: Fraction(mark["value"])
        for sheet in sheets["sheets"]
        for mark in sheet["marks"]
        if mark["bid"] == bid and mark["criterion"] == criterion
    }


def group_mark(sheets, items, bid, group):
    method, members, objective = sheets["method"], {}, Fraction(0)
    for one in items:
        if one["group"] != group:
            continue
        marks = marks_of(sheets, bid, one["id"])
        if one["kind"] == "subjective":
            for member, value in marks.items():
                members[member] = members.get(member, Fraction(0)) + value
        elif one["kind"] == "objective":
            objective += mean(list(marks.values()))
    return half_up(of_members(list(members.values()), method["aggregation"]) + objective, method["places"])


def again(sheets):
    """Benchmark and lines as the method gives them."""
    method, result, places = sheets["method"], sheets["result"], sheets["method"]["places"]
    items, bids = leaves_of(method), [one["bid"] for one in result["lines"]]
    prices = [Fraction(one["price"]) for one in result["lines"]]
    base, scored = None, [(None, None)] * len(bids)
    if method["price"] and bids:
        if method["price"]["score"] == "P1":
            base = benchmark(method, result["drawn"], result["prices"])
        scored = list(price_scores(method, base, prices))
    lines = []
    for bid, price, (away, score) in zip(bids, prices, scored):
        groups = {group: group_mark(sheets, items, bid, group) for group in GROUPS}
        total = sum(groups.values()) + (score or 0)
        shown = groups | ({"price": score} if score is not None else {})
        present = {one["group"] for one in items}
        criteria = {}
        for one in items:
            if one["kind"] in ("subjective", "objective"):
                how = "mean" if one["kind"] == "objective" else method["aggregation"]
                criteria[one["id"]] = fixed(of_members(list(marks_of(sheets, bid, one["id"]).values()), how), places)
        lines.append(
            {
                "bid": bid,
                "key": (-total, price, -groups["technical"]),
                "deviation": None if away is None else fixed(away, 4),
                "criteria": criteria,
                "groups": {name: fixed(value, places) for name, value in shown.items() if name in present},
                "total": fixed(total, places),
            }
        )
    rank(lines, result["ties"])
    return (None if base is None else fixed(base, 2)), lines


def rank(lines, ties):
    for line in lines:
        line["rank"] = 1 + sum(other["key"] < line["key"] for other in lines)
    for line in list(lines):
        level = {other["bid"] for other in lines if other["key"] == line["key"]}
        decided = [one["bids"] for one in ties if set(one["bids"]) == level]
        if len(level) > 1 and decided:
            line["decided"] = line["rank"] + decided[0].index(line["bid"])
    for line in lines:
        line["rank"] = line.pop("decided", line["rank"])


def check_marks(sheets):
    items = {one["id"]: one for one in leaves_of(sheets["method"]) if one["kind"] in ("objective", "subjective")}
    bids = {line["bid"] for line in sheets["result"]["lines"]}
    for sheet in sheets["sheets"]:
        given = {(mark["bid"], mark["criterion"]) for mark in sheet["marks"]}
        wanted = {(bid, one) for bid in bids for one in items}
        need(given == wanted and len(sheet["marks"]) == len(wanted), f"marks of member {sheet['member']}")
        for mark in sheet["marks"]:
            value, item = Fraction(mark["value"]), items[mark["criterion"]]
            full, step = Fraction(item["max"]), Fraction(item["step"])
            need(0 <= value <= full, "a mark outside its bounds")
            need(step == 0 or value % step == 0 or value == full, "a mark off its steps")


def check_method(lot, sheets):
    found = lot.archive.like(r"tender/documents-\d+/招标文件\.json")
    if not found:
        raise Lacking("tender/documents-*/招标文件.json")
    for _, name in found:
        terms = json.loads(lot.archive.get(name))["terms"]
        method = {name: terms["method"][name] for name in ("aggregation", "kind", "places", "price")}
        keys = ("group", "id", "kind", "max", "name", "parent", "step")
        method["criteria"] = [{key: one[key] for key in keys} for one in terms["method"]["criteria"]]
        if method | {"ceiling": terms["price"]["ceiling"]} == sheets["method"]:
            return
    need(False, "the method is of none of the documents issued")


def check_answer(lot, one):
    """The bidder's signed act covers this fault, this change of its price, and yes."""
    acts = [match.group(1) for match, _ in lot.archive.like(r"(statements/\d+-act)\.json")]
    bases = [base for base in acts if sha256(lot.archive.get(base + ".json")).hex() == one["answer"]]
    if not bases:
        raise Lacking("the answer to a correction")
    raw, cms = lot.paper(bases[0])
    event = next(event for event in lot.events if event["kind"] == "clarification-answer" and event["hash"] == one["answer"])
    code = next(line["uscc"] for line in lot.record["bids"] if line["bid"] == one["bid"])
    lot.trust.must_sign(bases[0], raw, cms, code, when(event["at"]))
    about = {name: one[name] for name in ("asked", "bid", "delta", "fault", "said")}
    act, digest = read(raw), sha256(canonical(about | {"accepts": "yes"})).hex()
    said = (act["act"], act["subject"], act["digest"])
    need(said == ("clarification.answer", one["asked"], digest), "the answer accepts something else")


def corrected(lot, corrections, opened):
    """Prices as read out, with what their bidders accepted in answers that the log holds (R-116)."""
    answers = [one["answer"] for one in corrections]
    need(len(set(answers)) == len(answers), "one answer for two corrections")
    logged = [event["hash"] for event in lot.events if event["kind"] == "clarification-answer"]
    prices = dict(opened)
    for one in corrections:
        need(one["answer"] in logged, "the answer to a correction is not in the log")
        fault = one["fault"]
        both = [other for other in corrections if other["bid"] == one["bid"] and other["fault"]["kind"] != fault["kind"]]
        need(not (both and any(Fraction(other["delta"]) for other in both) and Fraction(one["delta"])), "words and a line corrected")
        check_answer(lot, one)
        if fault["kind"] == "line":
            product, total = Fraction(fault["quantity"]) * Fraction(fault["unitPrice"]), Fraction(fault["total"])
            made = half_up(product, 2) - half_up(total, 2)
            need(Fraction(one["delta"]) in (made, 0), "a correction of a line")
        prices[one["bid"]] = fixed(Fraction(prices[one["bid"]]) + Fraction(one["delta"]), 2)
    return prices


def check_sheets(lot, base, drawn):
    sheets, raw = lot.by_platform(base)
    if not any(event["kind"] == "score-sheets" for event in lot.events):
        raise Lacking("the log event of the score sheets")
    need(logged(lot.events, raw, "score-sheets"), "not the sheets that were logged")
    report = report_of(lot, sha256(raw).hex())
    need(report["pdf"] == sheets["report"], "another report")
    check_method(lot, sheets)
    check_marks(sheets)
    result = sheets["result"]
    if not lot.record:
        raise Lacking("opening record")
    opened = {one["bid"]: one["form"]["price"] for one in lot.record["bids"] if one["form"]}
    opened = corrected(lot, result.get("corrections", []), opened)
    need({one["bid"] for one in result["lines"]} == set(opened) - set(result["rejected"]), "bids that were scored")
    for one in [*result["lines"], *result["prices"]]:
        need(opened.get(one["bid"]) == one["price"], "a price is not the one read out")
    for name, value in result["drawn"].items():
        values = [one["ids"][one["order"][0]] for one in drawn if one["kind"] == name and one["mode"] == "value"]
        need(value in values, f"{name} was not drawn")
    made, lines = again(sheets)
    need(made == result["benchmark"], f"benchmark {made}, stated {result['benchmark']}")
    for line, stated in zip(lines, result["lines"]):
        for name in ("bid", "deviation", "criteria", "groups", "total", "rank"):
            need(line[name] == stated[name], f"{name} of {line['bid'][:16]}: {line[name]}, stated {stated[name]}")
    ranks = [line["rank"] for line in lines]
    need(ranks == sorted(ranks), "order of ranks")
    best = [line["bid"] for line in result["lines"]][: len(sheets["candidates"])]
    need(len(best) <= 3 and best == sheets["candidates"], "candidates are not the best ranked")
    check_report(sheets, report["content"])


def report_of(lot, sheets):
    for match, _ in lot.archive.like(r"(evaluation/\d+-evaluation-report)\.json"):
        raw, cms = lot.paper(match.group(1))
        report = read(raw)
        if report["sheets"] == sheets:
            lot.trust.must_sign(match.group(1), raw, cms, lot.platform, lot.at)
            return report
    raise Lacking("the report of these score sheets")


def check_report(sheets, content):
    lines = sheets["result"]["lines"]
    shown = [(row["digest"], row["total"]) for row in content["ranking"]["rows"]]
    need(shown == [(line["bid"], line["total"]) for line in lines], "the report's ranking")
    if content["comparison"]["scores"] is None:
        return
    items = [one for one in leaves_of(sheets["method"]) if one["kind"] in ("objective", "subjective")]
    for line, bidder in zip(lines, content["comparison"]["scores"]["bidders"]):
        for one, row in zip(items, bidder["rows"]):
            marks = marks_of(sheets, line["bid"], one["id"])
            need([Fraction(text) for text in row["scores"]] == list(marks.values()), "marks differ from the report")


def check_scores(lot, drawn):
    bases = [match for match, _ in lot.archive.like(r"(evaluation/(\d+)-score-sheets)\.json")]
    for match in bases:
        code = f"scores:{match.group(2)}"
        lot.book.check(11, code, lambda match=match: check_sheets(lot, match.group(1), drawn))
    if bases:
        return
    reports = [read(lot.archive.get(name)) for _, name in lot.archive.like(r"evaluation/\d+-evaluation-report\.json")]
    awarded = lot.archive.like(r"award/(win|lose).*") or any(e["kind"] == "evaluation-report" for e in lot.events)
    if awarded and not any(one["sheets"] is None for one in reports):
        lot.book.note(11, "scores", "missing", "evaluation/*-score-sheets.json")
