#!/usr/bin/env bash
# Installs what is missing and nothing else: Debian packages by name (packaging/apt-SET.txt for each SET named), then the
# locked npm packages. Says what it does; a second call finds nothing to do and is silent.
set -euo pipefail
cd "$(dirname "$0")/.."

wanted=()
for set in "$@"; do
  while read -r package; do wanted+=("$package"); done < <(grep -v '^#' "packaging/apt-$set.txt")
done
# Only when there is no npm at all: Debian's own would pull a second Node beside an existing one.
command -v npm >/dev/null || wanted+=(npm)
command -v git >/dev/null || wanted+=(git)

missing=()
for package in "${wanted[@]}"; do
  # Virtual packages (pkg-config is pkgconf's) count as present when the command of that name is.
  if ! dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' && ! { [ "$package" = pkg-config ] && command -v pkg-config >/dev/null; }; then
    missing+=("$package")
  fi
done

if [ ${#missing[@]} -gt 0 ]; then
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null; then
      as_root=(sudo)
    else
      printf 'These Debian packages are missing, and this is neither root nor is there sudo. As root, run:\n\n  apt-get install --no-install-recommends %s\n\nthen make again.\n' "${missing[*]}" >&2
      exit 1
    fi
  fi
  echo "Installing from Debian: ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

folders=(cmake/duckdb web)
case " $* " in *" test "*) for lock in tests/*/package-lock.json; do folders+=("$(dirname "$lock")"); done ;; esac
for folder in "${folders[@]}"; do
  lock=$(sha256sum <"$folder/package-lock.json")
  if [ "$(cat "$folder/node_modules/.installed" 2>/dev/null)" != "$lock" ]; then
    echo "Installing the locked npm packages of $folder"
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --prefix "$folder"
    echo "$lock" >"$folder/node_modules/.installed"
  fi
done
