"""Asks DuckDB and PostgreSQL what the tests asked SQLite, and compares the answers.

The tests write a JSON file for each seed: statements that make its tables, and questions with the
answers of minhbach. Whole numbers must be the same, fractions equal.
"""

import json
import pathlib
import subprocess
import sys
from fractions import Fraction

import duckdb

NULL = "\\N"


def answers(found, is_measure):
    """The rows as the tests write them: numbers as text, both parts of a fraction as one."""
    rows = []
    for row in found:
        cells = [None if cell is None else str(cell) for cell in row]
        if is_measure:
            fractions = []
            for upper, lower in zip(cells[2::2], cells[3::2]):
                if upper is None or lower is None:
                    fractions.append(None)
                else:
                    value = Fraction(int(upper), int(lower))
                    fractions.append(f"{value.numerator}/{value.denominator}")
            cells = cells[:2] + fractions
        rows.append(cells)
    return rows


def ask_duckdb(setup, queries):
    """By query: its rows, or what the database said instead."""
    database = duckdb.connect(":memory:")
    for statement in setup:
        database.execute(statement)
    found = []
    for query in queries:
        try:
            found.append(database.execute(query).fetchall())
        except duckdb.Error as error:
            found.append(str(error))
    database.close()
    return found


def ask_postgres(setup, queries):
    """The same by one psql; each query's rows stand between marks of their own."""
    lines = ["\\set QUIET on", "drop schema if exists own cascade; create schema own;"]
    lines += ["set search_path to own;"] + [statement + ";" for statement in setup]
    for number, query in enumerate(queries):
        lines += [f"\\echo query-{number}", "\\set ON_ERROR_STOP off", query + ";"]
        lines += [f"\\echo status-{number} :ERROR :LAST_ERROR_MESSAGE"]
    command = ["psql", "-X", "-A", "-t", "-F", "\t", "-P", f"null={NULL}", "-f", "-"]
    ran = subprocess.run(
        command, input="\n".join(lines), capture_output=True, text=True, check=False)
    found = []
    rows = []
    for line in ran.stdout.splitlines():
        if line.startswith("query-"):
            rows = []
        elif line.startswith("status-"):
            words = line.split(" ", 2)
            found.append(rows if words[1] == "false" else words[2])
        else:
            rows.append([None if cell == NULL else cell for cell in line.split("\t")])
    if len(found) != len(queries):
        sys.exit(f"psql gave {len(found)} of {len(queries)} answers: {ran.stderr[:2000]}")
    return found


def compare(engine, ask, files):
    """Prints what differs and gives the numbers of expressions compared and at fault."""
    compared = 0
    wrong = 0
    for path in files:
        asked = json.loads(path.read_text(encoding="utf-8"))
        questions = [q for q in asked["questions"] if engine in q["sql"]]
        found = ask(asked["setup"][engine], [q["sql"][engine] for q in questions])
        for question, rows in zip(questions, found):
            compared += 1
            if not isinstance(rows, str):
                rows = answers(rows, question["isMeasure"])
            if rows == question["expected"]:
                continue
            wrong += 1
            if wrong <= 10:
                print(f"{engine} {path.stem}: {question['formula']}")
                print(f"  {question['sql'][engine]}")
                if isinstance(rows, str):
                    print(f"  said {rows}")
                else:
                    for expected, row in zip(question["expected"], rows):
                        if expected != row:
                            print(f"  expected {expected}, found {row}")
                            break
                    else:
                        print(f"  {len(question['expected'])} rows expected, {len(rows)} found")
    return compared, wrong


def main():
    folder = pathlib.Path(sys.argv[1])
    files = sorted(folder.glob("*.json"))
    if not files:
        sys.exit(f"no questions in {folder}")
    kinds = {}
    for path in files:
        topic, seed = path.stem.rsplit("-", 1)
        kinds.setdefault(topic, []).append(int(seed))
    for topic, seeds in sorted(kinds.items()):
        print(f"{topic}: seeds {min(seeds)} to {max(seeds)}")
    failed = False
    for engine, ask in [("duckdb", ask_duckdb), ("postgres", ask_postgres)]:
        compared, wrong = compare(engine, ask, files)
        print(f"{engine}: {compared} expressions compared, {wrong} differ")
        failed = failed or wrong > 0
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
