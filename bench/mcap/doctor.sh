#!/usr/bin/env bash
# Redacts recordings and has the MCAP project's own tool look at what came out:
#   bench/mcap/doctor.sh MCAP FILE…
# MCAP is the `mcap` command-line tool, of the project's releases or built from its sources (go build in go/cli/mcap of github.com/foxglove/mcap, before it left Go).
# Each clean recording, and the same with one byte of a chunk changed, which the tool must refuse or nothing is shown. Exits with 1 where it is wrong.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
[ $# -gt 1 ] || { printf 'bench/mcap/doctor.sh: expected the mcap tool and recordings: bench/mcap/doctor.sh MCAP FILE…\n' >&2; exit 2; }
mcap=$1
shift
# The middle byte of the first chunk: the tool checks the checksums of chunks, not those of the index between them.
inside_first_chunk() {
  local at=8 opcode length
  while :; do
    opcode=$(od -An -tu1 -j "$at" -N 1 "$1" | tr -d ' ')
    length=$(od -An -tu8 -j $((at + 1)) -N 8 "$1" | tr -d ' ')
    [ -n "$opcode" ] || { printf '%s: expected a chunk, found none\n' "$1" >&2; exit 30; }
    if [ "$opcode" = 6 ]; then break; fi
    at=$((at + 9 + length))
  done
  echo $((at + 9 + length / 2))
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# How much is found is not measured: that takes longer and changes no byte of a recording.
sed 's/"frames": *[0-9]*/"frames": 0/' "$root/libs/contracts/src/main/resources/dev/roadloop/contracts/default-redaction-policy.json" >"$work/policy.json"
wrong=0
for file in "$@"; do
  rm -rf "$work/out"
  mkdir "$work/out"
  "${ROADLOOP:-$root/roadloop}" redact "$file" --out "$work/out" --policy "$work/policy.json" >"$work/log" 2>&1 || [ $? -eq 1 ] || { cat "$work/log" >&2; exit 30; }
  clean=$(echo "$work"/out/*.mcap)
  if "$mcap" doctor "$clean" >"$work/said" 2>&1; then verdict=accepted; else verdict=REFUSED wrong=1; fi
  remarks=$(grep -c -i -E 'error|warn' "$work/said" || true)
  [ "$remarks" = 0 ] || { cat "$work/said"; wrong=1; }
  cp "$clean" "$work/damaged.mcap"
  at=$(inside_first_chunk "$clean")
  byte=$(od -An -tu1 -j "$at" -N 1 "$clean" | tr -d ' ')
  # shellcheck disable=SC2059
  printf "$(printf '\\%03o' $((byte ^ 255)))" | dd of="$work/damaged.mcap" bs=1 seek="$at" conv=notrunc status=none
  if "$mcap" doctor "$work/damaged.mcap" >"$work/damage" 2>&1 && ! grep -q -i error "$work/damage"; then damage='NOT SEEN' wrong=1; else damage=seen; fi
  printf '%s: %d bytes, %s, %d remarks; a changed byte: %s\n' "$(basename "$file")" "$(stat -c %s "$clean")" "$verdict" "$remarks" "$damage"
done
exit $wrong
