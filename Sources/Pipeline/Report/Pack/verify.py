#!/usr/bin/env python3
"""Checks an evidence pack of minhbach. It shares no code with minhbach and needs nothing but
Python 3.8 or later.

    python3 verify.py PACK.tar [--checkpoint FILE] [--verifier-key KEY|FILE] [--receipt FILE]

PACK.tar may be the unpacked folder, too.

Read it from `main` at the end upwards. Exit 0: all holds. Exit 1: something does not;
lines with FAILED say what.
What these files alone cannot prove is printed, too.
Kiểm tra gói bằng chứng: mã thoát 0 là đạt, 1 là không đạt; dòng FAILED nói chỗ sai;
cuối cùng là điều không chứng minh được.
"""
import argparse, base64, csv, hashlib, io, json, math, os, sys, tarfile
from fractions import Fraction

faults = []


def check(holds, what):
    if not holds:
        faults.append(what)
        # No name in a file steers a terminal.
        print("FAILED  " + what.encode("unicode_escape").decode()[:300])
    return holds


class Pack:
    """The files of the pack by name, from the tar or from the folder that it was unpacked into."""
    def __init__(self, path):
        if os.path.isdir(path):
            paths = [os.path.join(folder, name)
                     for folder, _, names in os.walk(path) for name in names]
            self.files = {os.path.relpath(file, path).replace(os.sep, "/"): file for file in paths}
            plain = not any(map(os.path.islink, paths))
        else:
            self.tar = tarfile.open(path, "r:")
            members = self.tar.getmembers()
            self.files = {member.name: member for member in members}
            plain = len(self.files) == len(members) and all(member.isreg() for member in members)
        check(plain, "the pack holds something else than plain files, each once")

    def open(self, name):
        file = self.files[name]
        return open(file, "rb") if isinstance(file, str) else self.tar.extractfile(file)

    def bytes(self, name):
        return self.open(name).read()

    def table(self, name):
        return csv.DictReader(io.TextIOWrapper(self.open(name), "utf-8", newline=""), strict=True)


# --- Hashes, and whether every piece is there ---------------------------

def check_hashes(pack):
    digests = {}
    for name in sorted(pack.files):
        digest = hashlib.sha256()
        with pack.open(name) as file:
            for block in iter(lambda: file.read(1 << 20), b""):
                digest.update(block)
        digests[name] = digest.hexdigest()
        check(not name.startswith("objects/") or name == "objects/%.2s/%s" %
              (digests[name], digests[name]), name + " has other bytes than its name says")
    sums = ["%s  %s\n" % (digest, name) for name, digest in digests.items() if name != "SHA256SUMS"]
    check(pack.bytes("SHA256SUMS") == "".join(sums).encode(),
          "SHA256SUMS is not what the files of the pack come to")
    return digests


def check_pieces(pack, digests, about, rules, events):
    """Each piece that the format, the manifests and the rules name is there, and nothing else.

    Gives the manifests."""
    redacted = {event["digest"]: event["redacted"]
                for event in events if event["event"] == "object-redacted"}
    expected = {
    "READ-ME.en.md",
    "READ-ME.vi.md",
    "SHA256SUMS",
    "approvals.csv",
    "bridge.csv",
    "facts/rules.json",
    "journal.jsonl",
    "pack.json",
    "totals.sql",
    "tree-head.txt",
     "verify.py"}
    expected |= {rule["file"] for rule in rules["kpis"]} | (
        {"checkpoint.txt"} if about["signed"] else set())
    manifests = {run: json.loads(pack.bytes("runs/%s/manifest.json" % run))
                 for run in [about["run"]] + about["taken"]}
    for run, manifest in manifests.items():
        expected.add("runs/%s/manifest.json" % run)
        for output in manifest["outputs"]:
            name = "runs/%s/%s" % (run, output["name"])
            expected.add(name)
            check(digests.get(name) == output["digest"], name + " is not what the manifest says")
        for file in manifest["pipeline"] + (manifest["inputs"] if about["raw"] else []):
            # What the journal says stands for a file in which somebody was erased.
            name = "redacted/" + file["digest"]
            check(file["digest"] not in redacted or digests.get(name) ==
                  redacted[file["digest"]], name + " is not what the journal says")
            expected.add(
    name if file["digest"] in redacted else "objects/%.2s/%s" %
     (file["digest"], file["digest"]))
    named = {name for name in digests if name.startswith("pipeline/")}
    check(sorted(digests[name] for name in named) == sorted(file["digest"]
          for file in manifests[about["run"]]["pipeline"]), 
          "pipeline/ holds other files than the manifest says")
    for name in sorted((expected | named) ^ set(digests)):
        check(False, name + (" does not belong to the pack" if name in digests else " is missing"))
    return manifests


# --- The journal: a chain of lines, and a Merkle tree over them (RFC 6962

def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def root(leaves):
    """The root over hashes of leaves: whole subtrees from the left, then joined from the right."""
    whole = []
    for size, leaf in zip([1] * len(leaves), leaves):
        while whole and whole[-1][0] == size:
            size, leaf = 2 * size, sha(b"\1", whole.pop()[1], leaf)
        whole.append((size, leaf))
    while len(whole) > 1:
        (_, right), (size, left) = whole.pop(), whole.pop()
        whole.append((size, sha(b"\1", left, right)))
    return whole[0][1] if whole else sha(b"")


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def check_journal(pack):
    *lines, rest = pack.bytes("journal.jsonl").split(b"\n")
    check(rest == b"", "the last line of the journal is not whole")
    events, previous = [], "0" * 64
    for number, line in enumerate(lines, 1):
        event = json.loads(line)
        own = canonical({key: value for key, value in event.items() if key != "check"})
        check(
            canonical(event) == line and event["sequence"] == number
            and event["previous"] == previous and event["check"] == sha(own).hex(),
            "line %d of the journal is not bound to the one before" % number)
        events.append(event)
        previous = sha(line).hex()
    return events, [sha(b"\0", line) for line in lines]


def check_seals(events, manifests, digests, about):
    """The journal seals the manifests and results that are here, and received the raw files when
    they say."""
    received = {event["digest"]: event["at"]
                for event in reversed(events) if event["event"] == "object-received"}
    for run, manifest in manifests.items():
        seals = [
    (event["manifest"],
     event["results"]) for event in events if (
        event["event"],
        event.get("run")) == (
            "run-sealed",
             run)]
        found = digests["runs/%s/manifest.json" % run], digests["runs/%s/results.csv" % run]
        check(seals == [found], "the journal seals another manifest or other results of " + run)
        for file in manifest["inputs"]:
            check(
    received.get(
        file["digest"]) == file["received"],
        "the journal received %s at another time" %
         file["digest"])
    taken = {entry["run"] for entry in manifests[about["run"]]["details"].get("taken", [])}
    check(
    taken == set(
        about["taken"]),
         "the runs from which figures were taken are not those that the manifest says")


def ed25519(public, message, signature):
    """RFC 8032, 5.1.7, by the book."""
    p, q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
    d = -121665 * pow(121666, -1, p) % p

    def point(data):
        y = int.from_bytes(data, "little") & (1 << 255) - 1
        square = (y * y - 1) * pow(d * y * y + 1, -1, p) % p
        roots = [pow(square, (p + 3) // 8, p) * twist % p for twist in (1, pow(2, (p - 1) // 4, p))]
        # Fails where there is no such point.
        x = next(root for root in roots if root * root % p == square and y < p)
        return (p - x if x % 2 != data[31] >> 7 else x), y

    def add(a, b):
        t = d * a[0] * b[0] * a[1] * b[1] % p
        x = (a[0] * b[1] + b[0] * a[1]) * pow(1 + t, -1, p) % p
        return x, (a[1] * b[1] + a[0] * b[0]) * pow(1 - t, -1, p) % p

    def times(n, a):
        return add(times(n >> 1, add(a, a)), a if n & 1 else (0, 1)) if n else (0, 1)

    s = int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little")
    base = point((4 * pow(5, -1, p) % p).to_bytes(32, "little"))
    return s < q and times(s, base) == add(point(signature[:32]), times(k % q, point(public)))


def check_checkpoint(text, leaves, key, what):
    """A C2SP checkpoint: origin, size, root, an empty line, signatures.

    True where one is checked and by the key."""
    body, _, signatures = text.partition("\n\n")
    _, size, hash = body.split("\n")[:3]
    holds = 0 <= int(size) <= len(leaves) and base64.b64decode(hash) == root(leaves[:int(size)])
    check(
    holds, "%s is of another log, or lines that it knew are changed or gone (it knew %s)" %
     (what, size))
    if not key:
        return False
    name, _, public = key.strip().split("+", 2)
    public = base64.b64decode(public)
    for _, signer, data in (line.split(" ") for line in signatures.splitlines()):
        own, signature = base64.b64decode(data)[:4], base64.b64decode(data)[4:]
        if (signer, own) == (name, sha(name.encode() + b"\n" + public)[:4]):
            return check(ed25519(public[1:], (body + "\n").encode(),
                         signature), what + " is not signed by the key of " + name)
    return check(False, what + " bears no signature by the key of " + name)


# --- The figures, recomputed from the facts of single cases with exact nu

def folded(aggregate, cells):
    """The value of one aggregate; None is null."""
    fold, count = aggregate["fold"], len(cells)
    if fold in ("count", "distinct"):
        return Fraction(sum(cells) if fold == "count" else len(set(cells)))
    if fold == "peak":
        now, most = 0, 0
        for _, step in sorted([(end, -1) for _, end in cells] + [(begin, 1) for begin, _ in cells]):
            now, most = now + step, max(most, now + step)
        return Fraction(most)
    if not cells:
        return None
    if fold in ("sum", "mean"):
        return Fraction(sum(cells), count if fold == "mean" else 1)
    cells.sort()
    rank = max(math.ceil(count * Fraction(aggregate["rank"] or 0)), 1) - 1
    return Fraction({"least": cells[0], "greatest": cells[-1], "percentile": cells[rank],
                     "median": Fraction(cells[(count - 1) // 2] + cells[count // 2], 2)}[fold])


def value(term, aggregates, bounds):
    """The value of a side: arithmetic over its aggregates; None is null."""
    word, parts = term[0], term[1:]
    if word == "aggregate":
        return aggregates[parts[0]]
    if word in ("null", "number", "bound"):
        return None if word == "null" else Fraction(
            parts[0] if word == "number" else bounds[parts[0]])
    values = [value(part, aggregates, bounds) for part in parts]
    present = [number for number in values if number is not None]
    if word in ("coalesce", "least", "greatest"):
        return {"coalesce": lambda all: all[0], "least": min,
                "greatest": max}[word](present) if present else None
    if word == "nullif":
        return None if values[0] == values[1] else values[0]
    if None in values or (word in "/%" and values[1] == 0):
        return None
    return {"abs": abs, "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
            "/": lambda a, b: a / b, "%": lambda a, b: a - int(a / b) * b}[word](*values)


def rounded(number, places):
    """Half away from zero, with exactly so many places."""
    digits = str(math.floor(abs(number) * 10**places + Fraction(1, 2))).rjust(places + 1, "0")
    text = digits[:len(digits) - places] + ("." + digits[-places:] if places else "")
    return "-" + text if number < 0 and digits.strip("0") else text


def figure(rule, bounds, rows, upper, lower, target):
    """What results.csv must say: numerator, denominator, value, shown, status, met."""
    texts = ["", ""]
    if upper is not None and lower is None:
        texts = [str(upper) if upper.denominator == 1 else "", ""]
    elif upper is not None:
        # A fraction on either side is cleared from both; no side has more than 128 bits.
        whole = upper.numerator * lower.denominator, lower.numerator * upper.denominator
        texts = [str(number) for number in whole] if max(map(abs, whole)) < 2**127 else texts
    if upper is None or not lower or rows < rule["minimum"]:
        return texts + ["", "", "no-cases" if upper is None or not lower else "too-few", ""]
    number, met = upper / lower * rule["scale"], ""
    if target and rule["target"]:
        goal = Fraction(target)
        met = str({"at_least": number >= goal, "at_most": number <= goal,
                  "exactly": number == goal}[rule["target"]]).lower()
    plain = rounded(number, 12).rstrip("0").rstrip(".")
    shown = rounded(number, rule["decimals"]) + \
    ("" if rule["unit"] in ("", "%") else " ") + rule["unit"]
    return texts + [plain, shown, "provisional" if bounds["period_end"] >
                    rule["as_of"] else "ok", met]


def gathered(pack, rule, most):
    """By period, level and member: number of rows, and the cells of each aggregate.

    Each line is a case in a period."""
    aggregates = rule["numerator"]["aggregates"] + rule["denominator"]["aggregates"]
    levels = [level["level"] for level in rule["levels"]]
    groups = {(period, "agency", rule["agency"]): [0, [[] for _ in aggregates]]
              for period in rule["periods"] if "agency" in levels}
    last, seen, lines = 0, set(), 0
    for lines, line in enumerate(pack.table(rule["file"]), 1):
        # Numbers of rows ascend: a row that stands twice in a period is seen.
        if rule["cases"] == "row-number":
            case = int(line["case"])
            seen = seen if case == last else set()
            check(
    last <= case <= most and line["period"] not in seen,
    "%s counts case %d twice, or there is no such row" %
    (rule["file"],
     case))
            last = case
            seen.add(line["period"])
        cells = [tuple(int(line[name]) for name in one["columns"] if line[name])
                 for one in aggregates]
        for level in levels:
            group = groups.setdefault(
                (line["period"], level, line["level_" + level]), [0, [[] for _ in aggregates]])
            group[0] += 1
            for cell, known in zip(cells, group[1]):
                known += cell if len(cell) < 2 else [cell]
    return groups, lines


def check_accounts(pack, manifests, rules):
    accepted = {}
    for run in manifests:
        for line in pack.table("runs/%s/accounts.csv" % run):
            fates = [int(line[fate])
                     for fate in ("accepted", "duplicate", "superseded", "quarantined", "dropped")]
            check(int(line["read"]) == sum(fates),
                  "the account of %s does not balance" % line["object"])
            accepted[run, line["input"]] = accepted.get((run, line["input"]), 0) + fates[0]
    for table in rules["tables"]:
        rows = sum(accepted.get((table["run"], name), 0) for name in table["inputs"])
        check(
    not table["inputs"] or rows == table["rows"],
    "the table %s has not as many rows as were accepted" %
     table["table"])
    return {(table["run"], table["table"]): table["rows"] for table in rules["tables"]}


def check_totals(pack, about, rules, rows_of):
    """Every line of results.csv from the facts; gives how many figures and facts, and how
    many lines were left out."""
    expected, open_levels, facts, done, left = {}, set(), 0, 0, 0
    for rule in rules["kpis"]:
        most = rows_of[rule["run"], rule["table"]]
        groups, lines = gathered(pack, rule, most)
        facts += lines
        split = len(rule["numerator"]["aggregates"])
        proved = {level["level"]: level["proved"] for level in rule["levels"]}
        for (period, level, member), (rows, cells) in groups.items():
            check(rows <= most, rule["file"] + " has more facts than there can be")
            bounds = dict(rule["periods"][period], as_of=rule["as_of"])
            key = (rule["kpi"], str(rule["version"]), period,
                   bounds["start"], bounds["end"], level, member)
            values = [
    folded(
        one,
        own) for one,
        own in zip(
            rule["numerator"]["aggregates"] +
            rule["denominator"]["aggregates"],
             cells)]
            sides = value(rule["numerator"]["term"], values[:split], bounds), value(
                rule["denominator"]["term"], values[split:], bounds)
            if not proved[level]:
                open_levels.add(key[:6])
            elif check(key not in expected, "two files have facts of " + "/".join(key)):
                expected[key] = rule, bounds, rows, *sides
    for line in pack.table("runs/%s/results.csv" % about["run"]):
        key = tuple(
    line[name] for name in (
        "kpi",
        "version",
        "period",
        "start",
        "end",
        "level",
         "member"))
        entry = expected.pop(key, None)
        if entry is None and (key[:6] in open_levels or (
            about["periods"] and line["period"] not in about["periods"])):
            left += 1
        elif check(entry is not None, "there are no facts for the figure " + "/".join(key)):
            found = dict(zip(("numerator", "denominator", "value", "shown",
                         "status", "met"), figure(*entry, line["target"])))
            for name, now in found.items():
                check(
    line[name] == now or (
        name == "met" and line["target"] and not entry[0]["target"]),
        "%s: %s is '%s', and the facts give '%s'" %
        ("/".join(key),
         name,
         line[name],
         now))
            done += 1
    for key in expected:
        check(False, "the facts give a figure that results.csv lacks: " + "/".join(key))
    return done, facts, left


def check_receipt(text, events):
    """A leaf of the tree of verdicts, and the way from it to the root that the journal names
    (RFC 9162, 2.1.3.2)."""
    receipt = json.loads(text)
    for entry in receipt["leaves"]:
        leaf, place, last = json.loads(entry["leaf"]), entry["index"], entry["size"] - 1
        hash = sha(b"\0", entry["leaf"].encode())
        for sibling in map(bytes.fromhex, entry["path"]):
            isRight = place & 1 or place == last
            hash = sha(b"\1", sibling, hash) if isRight else sha(b"\1", hash, sibling)
            while isRight and not place & 1 and place:
                place, last = place >> 1, last >> 1
            place, last = place >> 1, last >> 1
        named = {
    "event": "verdicts-published",
    "run": receipt["run"],
    "period": receipt["period"],
    "root": hash.hex(),
     "count": entry["size"]}
        if check(
    last == 0 and leaf["period"] == receipt["period"] and any(
        named.items() <= event.items() for event in events),
         "the receipt leads to no root that the journal names for its period"):
            print(
    "case %s, %s, was counted as / hồ sơ được tính là:" %
     (leaf["case"], leaf["period"]))
            for verdict in leaf["verdicts"]:
                print(
    "  %(kpi)s v%(version)s: numerator/tử số %(numerator)s, denominator/mẫu số %(denominator)s" %
     verdict)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack")
    parser.add_argument("--checkpoint", help="a checkpoint that you were handed earlier")
    parser.add_argument("--verifier-key", help="the agency's verifier key, or a file that holds it")
    parser.add_argument("--receipt", help="the receipt of a case")
    given = parser.parse_args()
    key = given.verifier_key
    if key is not None:
        try:
            key = open(key, encoding="utf-8").read() if os.path.isfile(key) else key
        except UnicodeDecodeError:
            parser.error("--verifier-key: the file %s is no text; name one that holds "
                         "name+hash+base64" % key)
        key = key.strip()
        if key.count("+") < 2 or len(key.split()) != 1:
            parser.error("--verifier-key is neither name+hash+base64 nor a file that holds that")
    pack = Pack(given.pack)
    digests = check_hashes(pack)
    about, rules = (json.loads(pack.bytes(name)) for name in ("pack.json", "facts/rules.json"))
    check(about["format"] == 1 == rules["format"],
          "the pack has another format than this verifier knows")
    events, leaves = check_journal(pack)
    manifests = check_pieces(pack, digests, about, rules, events)
    check_seals(events, manifests, digests, about)
    signed = check_checkpoint(pack.bytes("tree-head.txt").decode(), leaves, None, "tree-head.txt")
    if about["signed"]:
        text = pack.bytes("checkpoint.txt").decode()
        signed = check_checkpoint(text, leaves, key, "checkpoint.txt")
    if given.checkpoint:
        text = open(given.checkpoint, encoding="utf-8").read()
        signed = check_checkpoint(text, leaves, key, given.checkpoint)
    done, facts, left = check_totals(pack, about, rules, check_accounts(pack, manifests, rules))
    if given.receipt:
        check_receipt(open(given.receipt, encoding="utf-8").read(), events)
    print("run %s: %d files hashed; journal of %d lines, root %s" %
          (about["run"], len(digests), len(leaves), root(leaves).hex()))
    print("%d figures recomputed from %d facts, %d not (divided units, periods that were not "
          "asked for)" % (done, facts, left))
    print("NOT proved by this / KHÔNG được chứng minh ở đây:",
          "that the raw files are what the systems exported, and all of it",
          "that the facts follow from the raw files: " + (
              "`minhbach verify PACK.tar` proves it (--key-file, if keyed)" if about["raw"]
              else "the pack has none"),
          "scores, forms, stock, bridge.csv, approvals.csv and totals.sql: hashed, not recomputed; "
          "targets: only whether they were met",
          "who stands behind a pseudonym; that this verify.py is the released one: "
          "compare its SHA-256",
          *[] if given.checkpoint else [
              "that the journal was not written anew as a whole: "
              "give --checkpoint with one handed out earlier"],
          *[] if signed else [
              "who signed the tree head of the journal: give --verifier-key, "
              "and a signed checkpoint"],
          sep="\n- ")


if __name__ == "__main__":
    try:
        main()
    except Exception as error:
        check(False, "the pack cannot be read: %s: %s" % (type(error).__name__, error))
    print("FAILED / KHÔNG ĐẠT: %d" % len(faults) if faults else "PASSED / ĐẠT")
    sys.exit(1 if faults else 0)
