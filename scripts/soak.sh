# shellcheck shell=bash disable=SC2154 # what faults defines
# Sourced by faults: the soak. Two runs of 200 rounds with input and output on HDFS. Nothing disturbs
# the first. In the second an executor taken at random is killed every 20 s after the first round, the
# driver is killed three times, and the NameNode is away for 15 s. It has to show the same theta,
# memory that does not grow, and nothing that stays behind.

# Bytes of live objects on a JVM's heap; to count them it collects all garbage.
live_bytes() { # process
  local java
  java=$(java_command)
  "${java%java}jcmd" "$1" GC.class_histogram 2>/dev/null | sed -n 's/^Total *[0-9]* *\([0-9]*\).*/\1/p'
}

# Writes down what the driver and the larger of its executors hold at a round's end, in MB.
sample() { # name round
  local process bytes largest=0
  after_round "$1" "$2"
  for process in $(executors); do
    bytes=$(live_bytes "$process" || true)
    if ((${bytes:-0} > largest)); then largest=$bytes; fi
  done
  bytes=$(live_bytes "$(java_of "$driver")" || true)
  echo "$2 $((${bytes:-0} / 1000000)) $((largest / 1000000))" >>"$work/$1.memory"
}

# Whether the last sample is at most a tenth and 5 MB above the first, for driver and executors.
flat() { # name
  awk 'NR == 1 { d = $2; e = $3 } { l = $2; m = $3 }
    END { exit !(NR > 1 && d > 0 && l <= 1.1 * d + 5 && m <= 1.1 * e + 5) }' "$work/$1.memory"
}

# Whether a disturbed run's samples are at most a tenth and 5 MB above the highest of an undisturbed one:
# its executors are too young to be compared with one another.
no_higher() { # name undisturbed
  awk 'NR == FNR { if ($2 > d) d = $2; if ($3 > e) e = $3; next } $2 > 1.1 * d + 5 || $3 > 1.1 * e + 5 { high = 1 }
    END { exit high }' "$work/$2.memory" "$work/$1.memory"
}

# "driver 61 MB at round 20, 62 MB at round 180; executor 40, 41 MB"
memory() { # name
  awk 'NR == 1 { r = $1; d = $2; e = $3 } { s = $1; l = $2; m = $3 }
    END { printf "driver %d MB at round %d and %d MB at %d, executor %d and %d MB", d, r, l, s, e, m }' "$work/$1.memory"
}

# Every 20 s one of them; a machine on which an executor takes longer than that to start gets to the end
# of a round in between.
kill_executors() { # name
  local one before='' now
  while sleep 20; do
    now=$(cat "$work/$1.err" "$work/$1"-until-*.err 2>/dev/null | grep -cE '^round [0-9]+/' || true)
    if [[ $now == "$before" ]]; then continue; fi
    before=$now
    one=$(executors | shuf -n 1)
    if [[ -n $one ]] && kill -KILL "$one" 2>/dev/null; then echo "$one" >>"$work/$1.killed"; fi
  done
}

kill_driver_after() { # name round
  after_round "$1" "$2"
  kill -KILL "$(java_of "$driver")" 2>/dev/null || true
  wait "$driver" || true
  mv "$work/$1.err" "$work/$1-until-$2.err"
  train "$1" --resume
}

# Names of what lies in a run's directory on HDFS.
names() { # name
  spark-class org.apache.hadoop.fs.FsShell -ls -C "$runs/$1" | sed 's|.*/||' | sort
}

start_with_hdfs() {
  "$root/scripts/cluster" stop
  export SPARK_LOCAL_DIRS=$work/scratch
  mkdir -p "$SPARK_LOCAL_DIRS"
  url=$("$root/scripts/cluster" start --with hdfs)
  eval "$("$root/scripts/cluster" env)"
  runs=$(sed -n 's/.*\(hdfs:[^<]*\).*/\1/p' "$HADOOP_CONF_DIR/core-site.xml" | head -n 1)/soak
  spark-class org.apache.hadoop.fs.FsShell -mkdir -p "$runs"
  # Short: each round validates too.
  head -c 200000 "$work/text.txt" >"$work/short.txt"
  spark-class org.apache.hadoop.fs.FsShell -put "$work/short.txt" "$runs"
  input=$runs/short.txt
}

soak_undisturbed() { # name
  local round
  train "$1"
  for round in 20 60 100 140 180; do sample "$1" "$round"; done
  finish "$1"
  cp "$work/$1.out" "$work/undisturbed.out"
}

soak_disturbed() { # name
  local killer
  train "$1"
  after_round "$1" 1
  kill_executors "$1" &
  killer=$!
  kill_driver_after "$1" 40
  kill_driver_after "$1" 80
  after_round "$1" 100
  "$root/scripts/cluster" namenode stop
  sleep 15
  "$root/scripts/cluster" namenode start
  kill_driver_after "$1" 120
  sample "$1" 140
  sample "$1" 190
  finish "$1"
  kill "$killer"
  wait "$killer" || true
}

soak() { # name
  local before scratch processes left
  start_with_hdfs
  rounds=200 steps=5 checkpoints=10
  soak_undisturbed "$1-undisturbed"
  before=$(find "$SPARK_LOCAL_DIRS" -mindepth 1 -maxdepth 1 | wc -l)
  soak_disturbed "$1"
  sleep 10
  processes=$(executors | wc -l)
  scratch=$(($(find "$SPARK_LOCAL_DIRS" -mindepth 1 -maxdepth 1 | wc -l) - before))
  left=$(comm -13 <(names "$1-undisturbed") <(names "$1") | wc -l)
  same "$1" "$(wc -l <"$work/$1.killed") executors and 3 drivers killed; live heap of the undisturbed run: $(memory "$1-undisturbed"); after the last kill: $(memory "$1"); left over: $processes executors, $left files of the run, $scratch scratch directories of Spark's, of the killed drivers"
  if ! flat "$1-undisturbed" || ! no_higher "$1" "$1-undisturbed" || ((processes + left > 0)); then
    result="FAILED: $result"
    failures=$((failures + 1))
  fi
  unset SPARK_HOME SPARK_CONF_DIR HADOOP_CONF_DIR SPARK_LOCAL_DIRS
}
