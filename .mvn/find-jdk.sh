# shellcheck shell=bash
# Sourced by mvnw, roadloop and .ci/lint: prints the home of a JDK 25, or fails.

is_jdk_25() { [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release" 2>/dev/null; }

find_jdk_25() {
  local candidate
  for candidate in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v java || echo /)")")")" \
    /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /opt/*jdk* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$candidate" ] && is_jdk_25 "$candidate"; then printf '%s' "$candidate"; return; fi
  done
  if [ -x /usr/libexec/java_home ] && candidate=$(/usr/libexec/java_home -v 25 2>/dev/null) && is_jdk_25 "$candidate"; then
    printf '%s' "$candidate"
    return
  fi
  printf '%s: %s\n' "$(basename "$0")" "expected a JDK 25, found none in JAVA_HOME, the PATH, /usr/lib/jvm, ~/.sdkman, ~/.jdks, /opt or the macOS list; install one (for example from https://adoptium.net) and set JAVA_HOME" >&2
  return 1
}
