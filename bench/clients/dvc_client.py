"""What an unmodified DVC does with datasets that Roadloop froze: dvc_client.py ENDPOINT LAB, called by bench/clients/run."""

import hashlib
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import botocore.session
import dvc.api

from claims import deviation, end, same, true

ENDPOINT, LAB = sys.argv[1], Path(sys.argv[2])
BUCKET, REMOTE = "buckets-gold", "clients/dvc"
# Composed and decomposed, beyond U+FFFF, blanks at every place, and what means something to URLs, globs and shells.
NAMES = ["é.jpg", "e\u0301.jpg", "😀 smile.jpg", " a  b .jpg", "%41+&#?.jpg", "[x]*'\"$.jpg", "日本/ü ö/😀.jpg", "-rf.jpg", "\ue000.jpg", "~.jpg"]

s3 = botocore.session.get_session().create_client("s3", endpoint_url=ENDPOINT)


def run(*command, cwd=LAB):
    """What a command prints; ends all if it fails."""
    done = subprocess.run([str(c) for c in command], cwd=cwd, capture_output=True, text=True)
    if done.returncode != 0:
        deviation(" ".join(str(c) for c in command), f"expected exit code 0, found {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def roadloop(*arguments):
    return json.loads(run(LAB / "roadloop", *arguments, "--json"))


def labelled(name, seed):
    """Frames of a generated drive, labelled, under names that clients trip over."""
    drive = LAB / f"{name}.mcap"
    roadloop("generate-drive", "--seconds", 2, "--size", "320x180", "--seed", seed, drive)
    folder = LAB / "labels" / name
    roadloop("label", "import", drive, "--out", folder)
    document = json.loads((folder / "labels.json").read_text())
    true(f"{name}: there are more frames than odd names", len(document["images"]) > len(NAMES), len(document["images"]))
    for image, odd in zip(document["images"], NAMES):
        to = folder / "images" / odd
        to.parent.mkdir(parents=True, exist_ok=True)
        before = folder / image["file_name"]
        shutil.move(before if before.exists() else folder / "images" / image["file_name"], to)
        image["file_name"] = odd
    (folder / "labels.json").write_text(json.dumps(document))
    return folder


def published(name, at):
    """A clone of a dataset's repository, as its bundle in S3 has it."""
    (LAB / f"{name}.bundle").write_bytes(s3.get_object(Bucket=BUCKET, Key=f"datasets/{name}/repository.bundle")["Body"].read())
    shutil.rmtree(at, ignore_errors=True)
    run("git", "clone", "-q", "-b", "main", LAB / f"{name}.bundle", at)
    return at


def digests(folder):
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.rglob("*") if file.is_file()}


def expected(folder):
    """What a version's manifest says of its files, and the manifest's own digest."""
    content = (folder / "manifest.json").read_bytes()
    files = {sample["path"]: sample["sha256"] for sample in json.loads(content)["samples"]}
    files["manifest.json"] = hashlib.sha256(content).hexdigest()
    return files


def status(repo, *more):
    return json.loads(run("dvc", "status", "--json", *more, cwd=repo))


def fresh(at):
    """A Git and DVC repository with nothing in it."""
    at.mkdir()
    run("git", "init", "-q", "-b", "main", cwd=at)
    run("dvc", "init", "-q", cwd=at)
    return at


print("DVC", importlib.metadata.version("dvc"))
first, second = labelled("first", 1), labelled("second", 2)
build = ["dataset", "build", "--out", LAB / "street", "--remote", f"s3://{BUCKET}/{REMOTE}", "--endpoint-url", ENDPOINT, "--alike", "-1", "--assign", "first=train"]
roadloop(*build, first)
old = run("git", "tag", cwd=LAB / "street").split()
same("the first version has one tag", len(old), 1)
repo = published("street", LAB / "clone")

run("dvc", "get", repo, "street", "--rev", old[0], "-o", LAB / "got")
got = digests(LAB / "got")
same("dvc get fetches every file of a tag, under its name and with its bytes", got, expected(LAB / "got"))
for odd in NAMES:
    true(f"among them {odd!r}", any(path.endswith("/" + odd) for path in got), sorted(got))
odd = next(path for path in got if path.endswith("/😀 smile.jpg"))
run("dvc", "get", repo, f"street/{odd}", "-o", LAB / "one.jpg")
same("dvc get fetches one file by its path", hashlib.sha256((LAB / "one.jpg").read_bytes()).hexdigest(), got[odd])
listed = json.loads(run("dvc", "ls", "-R", "--json", "--dvc-only", repo, "street"))
same("dvc ls lists the files without fetching them", {entry["path"] for entry in listed}, set(got))
same("dvc.api reads a file of a tag", hashlib.sha256(dvc.api.read(f"street/{odd}", repo=str(repo), rev=old[0], mode="rb")).hexdigest(), got[odd])

same("dvc status misses what is not pulled", status(repo), {"street.dvc": [{"changed outs": {"street": "not in cache"}}]})
run("dvc", "pull", cwd=repo)
same("dvc pull brings the working tree", digests(repo / "street"), got)
same("dvc status is clean then", status(repo), {})
same("dvc status --cloud too", status(repo, "--cloud"), {})
same("nor does Git see a change", run("git", "status", "--porcelain", cwd=repo), "")

folder = repo / "street"
changed, added = folder / odd, folder / "an empty é.txt"
gone = next(file for file in folder.rglob("-rf.jpg"))
# Linked to the cache and protected: it is replaced, as editors do.
content = changed.read_bytes()
changed.unlink()
changed.write_bytes(content + b"\0")
gone.unlink()
added.write_bytes(b"")
same("dvc status sees a change", status(repo), {"street.dvc": [{"changed outs": {"street": "modified"}}]})
told = json.loads(run("dvc", "data", "status", "--granular", "--json", cwd=repo))["uncommitted"]
same("dvc data status tells which file changed", [path for path in told["modified"] if not path.endswith("/")], [f"street/{odd}"])
same("which one is gone", told["deleted"], [f"street/{gone.relative_to(folder)}"])
same("and that one is new, though it is empty", told["added"], [f"street/{added.name}"])
run("dvc", "checkout", "--force", cwd=repo)
same("dvc checkout mends it", digests(folder), got)

# DVC's own digest of the same files, an empty one among them, is the one that was frozen.
mine = fresh(LAB / "mine")
shutil.copytree(LAB / "got", mine / "street")
run("dvc", "add", "-q", "street", cwd=mine)
same("dvc add of the same files writes the same .dvc file", (mine / "street.dvc").read_text(), (repo / "street.dvc").read_text())

theirs = fresh(LAB / "theirs")
run("dvc", "import", repo, "street", "--rev", old[0], cwd=theirs)
same("dvc import fetches a tag into another repository", digests(theirs / "street"), got)
same("whose dvc status is clean", status(theirs), {})
(theirs / "street" / "new and empty").write_bytes(b"")
same("until something changes", status(theirs)["street.dvc"], [{"changed outs": {"street": "modified"}}])
(theirs / "street" / "new and empty").unlink()

roadloop(*build, "--assign", "second=train", first, second)
repo = published("street", LAB / "clone")
new = [tag for tag in run("git", "tag", cwd=repo).split() if tag not in old]
same("the second version has a tag of its own", len(new), 1)
run("dvc", "update", "--rev", new[0], "street.dvc", cwd=theirs)
grown = digests(theirs / "street")
same("dvc update brings an import to the next version", grown, expected(theirs / "street"))
true("which has all of the first", set(got.items()) - {("manifest.json", got["manifest.json"])} < set(grown.items()))
same("dvc status of the import is clean", status(theirs), {})
run("dvc", "get", repo, "street", "--rev", old[0], "-o", LAB / "again")
same("the first is what it was", digests(LAB / "again"), got)

roadloop("label", "upload", first, "--batch", "first-1", "--dataset", "avenue", "--assign", "first=train")
avenue = published("avenue", LAB / "avenue")
run("dvc", "config", "--local", "remote.storage.endpointurl", ENDPOINT, cwd=avenue)
run("dvc", "pull", cwd=avenue)
same("dvc pull fetches what the platform froze", digests(avenue / "avenue"), expected(avenue / "avenue"))
same("and dvc status is clean", status(avenue), {})
same("with the cloud too", status(avenue, "--cloud"), {})
end("dvc")
