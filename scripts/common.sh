# shellcheck shell=bash
# Sourced by the scripts beside it: where things are, and whether there is a Java to run them.

root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
target=$root/deploy/target
build_command='./mvnw -DskipTests package'
java_help='install a JDK 17, for example: apt-get install openjdk-17-jdk (Debian, Ubuntu),'
java_help+=' dnf install java-17-openjdk-devel (Fedora), brew install openjdk@17 (macOS)'

# A script that owes its caller more than a message and a status has a function for it.
fail() { # message [status]
  local status=${2:-1}
  echo "${0##*/}: $1" >&2
  if declare -F on_failure >/dev/null; then on_failure "$1" "$status"; fi
  exit "$status"
}

java_command() {
  if [[ -n ${JAVA_HOME:-} ]]; then echo "$JAVA_HOME/bin/java"; else echo java; fi
}

# Spark's Hadoop client runs on no Java from 23 on: its Subject.getSubject is gone there.
require_java() {
  local java version
  java=$(java_command)
  # macOS has a "java" that only says there is none, so finding the command is not enough.
  version=$("$java" -version 2>&1) || fail "no Java found${JAVA_HOME:+ in JAVA_HOME=$JAVA_HOME}; $java_help" 2
  version=${version#*version \"}
  version=${version%%[!0-9]*}
  if ((version < 17 || version > 22)); then
    fail "$java is Java $version, and 17 to 22 is needed; $java_help, and set JAVA_HOME to it" 2
  fi
}

require_jdk() {
  local javac
  require_java
  javac=$(java_command)c
  "$javac" -version >/dev/null 2>&1 || fail "$javac is missing: this Java only runs programs; $java_help" 2
}

# Prints the newest of the files that are there: builds for two versions of Spark may stand side by side.
newest() { # file...
  local found chosen=''
  for found; do
    if [[ -f $found && (-z $chosen || $found -nt $chosen) ]]; then chosen=$found; fi
  done
  printf '%s' "$chosen"
}

# Scala's and Spark's version of the last build, as in 2.12-3.5.
built_with() {
  local core
  core=$(grep -o 'spark-core_[0-9.]*-[0-9]*\.[0-9]*' "$target/spark.classpath" 2>/dev/null | head -n 1) || true
  core=${core:-spark-core_2.12-3.5}
  printf '%s' "${core#spark-core_}"
}

# Prints the SPARK_HOME to use: the user's, else one made of the jars that Maven fetched.
find_spark_home() {
  local built
  built=$(built_with)
  if [[ -n ${SPARK_HOME:-} ]]; then
    [[ -x $SPARK_HOME/bin/spark-submit ]] \
      || fail "SPARK_HOME=$SPARK_HOME has no bin/spark-submit; unset it to use the Spark of the build" 2
    if compgen -G "$SPARK_HOME/jars/spark-core_*.jar" >/dev/null \
      && ! compgen -G "$SPARK_HOME/jars/spark-core_$built.*.jar" >/dev/null; then
      fail "SPARK_HOME=$SPARK_HOME is not Spark ${built#*-} for Scala ${built%-*}; unset it to use the Spark of the build" 2
    fi
    echo "$SPARK_HOME"
    return
  fi
  [[ -f $target/spark.classpath ]] \
    || fail "no Spark: set SPARK_HOME, or run $build_command in $root" 2
  local sum home jar
  # Named by its content: a new class path never changes the jars under a program that runs.
  sum=$(cat "$target/spark.classpath" "$root"/scripts/spark/bin/* | cksum)
  home=$target/spark-home/${sum%% *}
  [[ -d $home ]] || assemble_spark_home "$home"
  for jar in "$home"/jars/*.jar; do
    [[ -e $jar ]] || fail "${jar##*/} is gone from the local Maven repository; run $build_command in $root" 2
  done
  echo "$home"
}

assemble_spark_home() { # directory
  local home=$1 part=$1.$$ jar jars
  mkdir -p "$part/jars"
  cp -R "$root/scripts/spark/bin" "$part/bin"
  IFS=: read -r -a jars <"$target/spark.classpath" || true # the file ends without a newline
  for jar in "${jars[@]}"; do
    ln -s "$jar" "$part/jars/${jar##*/}"
  done
  # Where another start was quicker, mv puts ours inside its directory: then ours goes.
  mv "$part" "$home"
  rm -rf "${home:?}/${part##*/}"
}
