#!/usr/bin/env bash
# What generated crates cost to compile: two revisions of the generator, and another generator, side by side.
#
#   xtask/proofs/compare.sh [--peer COMMAND] [--runs N] OLD NEW DESCRIPTION...
#
# OLD and NEW are revisions of this repository. COMMAND is run by bash; it generates a crate from the file $SPEC into the
# folder $OUT. Each crate is checked by rustc alone, with its default features, after its dependencies: N times, 3 by
# default, in turn with the others. The table has the least of them: CPU seconds in user mode, the peak memory of rustc,
# and lines without blank ones, comments and the folder runtime/.
set -euo pipefail

peer='' runs=3
while [[ ${1-} == --* ]]; do
  case $1 in
    --peer) peer=$2 ;;
    --runs) runs=$2 ;;
    *) echo "error: there is no option $1" >&2 && exit 2 ;;
  esac
  shift 2
done
if [ $# -lt 3 ]; then
  sed -n '2,/^set/{/^#/p}' "$0" >&2
  exit 2
fi
old=$1 new=$2
shift 2

home=$(cd "$(dirname "$0")/../.." && pwd)
work=$home/target/compare
mkdir -p "$work"
cargo build --quiet --manifest-path "$home/Cargo.toml" --package proofs --target-dir "$home/target"

# The command clientsmith of a revision.
build() {
  local tree=$work/trees/$1
  rm -rf "$tree"
  git -C "$home" worktree prune
  git -C "$home" worktree add --quiet --detach "$tree" "$2"
  cargo build --quiet --manifest-path "$tree/Cargo.toml" --package clientsmith-cli --target-dir "$work/build-$1"
  cp "$work/build-$1/debug/clientsmith" "$work/clientsmith-$1"
  git -C "$home" worktree remove --force "$tree"
}
build old "$old"
build new "$new"

generate() {
  case $1 in
    old | new) "$work/clientsmith-$1" codegen --spec "$2" --out "$3" --name compared >/dev/null 2>&1 ;;
    peer) SPEC=$2 OUT=$3 bash -c "$peer" >/dev/null 2>&1 ;;
  esac
}

check() {
  cargo check --quiet --manifest-path "$1/Cargo.toml" --target-dir "$work/target-$2"
}

# The measure of a crate, whatever its package is called: `{"seconds":…,"memory":…}`.
measure() {
  local measured=$work/measured
  rm -rf "$measured" && mkdir -p "$measured"
  touch "$1/src/lib.rs"
  RUSTC_WORKSPACE_WRAPPER=$home/target/debug/proofs XTASK_MEASURED=$measured check "$1" "$2"
  sed -E 's/.*"seconds":([0-9.e-]+),"memory":([0-9]+).*/\1 \2/' "$measured"/* | sort -n | tail -1
}

lines() {
  find "$1/src" -name '*.rs' -not -path '*/runtime/*' -exec grep -hvE '^[[:space:]]*(//|$)' {} + | wc -l
}

contenders=(old new)
[ -n "$peer" ] && contenders+=(peer)
printf '%-30s %-6s %9s %9s %9s\n' description by 'CPU s' MB lines
for spec in "$@"; do
  spec=$(cd "$(dirname "$spec")" && pwd)/$(basename "$spec")
  name=$(basename "$spec")
  declare -A best=()
  for who in "${contenders[@]}"; do
    out=$work/crates/$who/${name%.*}
    rm -rf "$out" && mkdir -p "$(dirname "$out")"
    if generate "$who" "$spec" "$out" && check "$out" "$who" 2>/dev/null; then best[$who]='' ; fi
  done
  for ((run = 0; run < runs; run++)); do
    for who in "${!best[@]}"; do
      best[$who]=$(printf '%s\n%s\n' "${best[$who]}" "$(measure "$work/crates/$who/${name%.*}" "$who")" | grep . | sort -n | head -1)
    done
  done
  for who in "${contenders[@]}"; do
    if [ -z "${best[$who]-}" ]; then
      printf '%-30s %-6s does not generate or compile\n' "$name" "$who"
      continue
    fi
    read -r seconds memory <<<"${best[$who]}"
    printf '%-30s %-6s %9.2f %9d %9d\n' "$name" "$who" "$seconds" $((memory >> 20)) "$(lines "$work/crates/$who/${name%.*}")"
  done
done
