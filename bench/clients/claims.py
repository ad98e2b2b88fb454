"""Claims about what a client was answered: each is printed, and the first that does not hold ends the process with 1."""

import sys

count = 0


def same(claim, found, expected):
    """Claims that two values are equal."""
    global count
    if found != expected:
        deviation(claim, f"expected {expected!r}, found {found!r}")
    count += 1
    print(f"  ✓ {claim}", flush=True)


def true(claim, holds, found=""):
    """Claims that something holds."""
    same(claim, bool(holds) or f"no; {found}", True)


def fails(claim, error, code, call):
    """Claims that a call raises an error of a class, with a code of MLflow or a text in it."""
    try:
        answer = call()
    except error as e:
        same(claim, getattr(e, "error_code", None) or (code if code in str(e) else str(e)), code)
    else:
        deviation(claim, f"expected {code}, found the answer {answer!r}")


def deviation(claim, what):
    print(f"  ✗ {claim}\nDEVIATION: {claim}: {what}", file=sys.stderr, flush=True)
    sys.exit(1)


def end(client):
    print(f"{client}: {count} claims hold")
