#!/bin/sh
# Supervises one command: owns its log files, starts it in a session of its own, and tells how it ended. It outlives the agent.
#
#   supervisor.sh run META SANDBOX BYTES KEEP JOIN AS PROGRAM [ARGUMENT...]
#   supervisor.sh beside META SANDBOX SECONDS JOIN AS PROGRAM [ARGUMENT...]
#
# The second runs a check beside the command: it says "begun" when it is about to, and its process group is killed after
# SECONDS, in case nobody is left to do it earlier.
#
# META     private directory of this run; holds what the agent reads (below)
# SANDBOX  the command's working directory, with its stdout and stderr
# BYTES    a log file is renamed to NAME.1 when it has about this size; KEEP older ones stay
# JOIN     cgroup.procs files the command enters first, separated by ':' (may be empty)
# AS       words put before the program, to become another user (may be empty)
#
# Files in META, each complete as soon as it is there:
#   started     directory: whoever makes it decides; the agent makes it to forbid a start
#   supervisor  "PID STARTTIME" of this script, STARTTIME in clock ticks since boot
#   process     the same of the command, whose process group and session have the number PID
#   exit        "STATUS": as a shell tells it, 128 + n for signal n
# The task's environment is this script's own (PATH must be in it); PATH is set aside while the script looks for its tools.
set -u
timer=
role=$1
meta=$2
sandbox=$3

tools=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# write FILE TEXT: the file appears whole or not at all.
write() {
    echo "$2" >"$1.part"
    PATH=$tools mv -f "$1.part" "$1"
}

# identity PID: the number and the start time, which together are never given twice.
identity() {
    read -r line <"/proc/$1/stat"
    # The name in parentheses may hold anything; the 20th field after it is the start time.
    # shellcheck disable=SC2086
    set -- "$1" ${line##*) }
    echo "$1 ${21}"
}

run() {
    bytes=$4 keep=$5
    mkdir "$meta/started" 2>/dev/null || exit 0
    write "$meta/supervisor" "$(identity $$)"
    # A handler, not "ignore": ignored signals would be inherited by the command.
    trap : HUP INT QUIT TERM
    # Each program that is not started saves a task a millisecond or two of processor time.
    if [ -e "$meta/out" ] || [ -e "$meta/err" ]; then rm -f "$meta/out" "$meta/err"; fi
    mkfifo -m 622 "$meta/out" "$meta/err"
    sh "$0" log "$meta" "$sandbox" stdout "$bytes" "$keep" <"$meta/out" &
    out=$!
    sh "$0" log "$meta" "$sandbox" stderr "$bytes" "$keep" <"$meta/err" &
    err=$!
    shift 5
    setsid sh "$0" launch "$meta" "$sandbox" "$path" "$@" >"$meta/out" 2>"$meta/err" </dev/null
    status=$?
    if read -r pid start 2>/dev/null <"$meta/process"; then
        kill -s KILL -- "-$pid" 2>/dev/null
    fi
    drain
    rm -f "$meta/out" "$meta/err"
    write "$meta/exit" "$status"
}

# Lets the loggers read to the end, but not for ever: a process that left the group may hold the pipes open.
drain() {
    left=100
    while kill -0 $out 2>/dev/null || kill -0 $err 2>/dev/null; do
        [ $left -gt 0 ] || { kill $out $err 2>/dev/null; break; }
        left=$((left - 1))
        sleep 0.02
    done
}

# launch META SANDBOX PATH JOIN AS PROGRAM [ARGUMENT...]: becomes the command.
launch() {
    path=$4 join=$5 as=$6
    shift 6
    enter "$join" || exit 126
    write "$meta/process" "$(identity $$)"
    cd "$sandbox" || exit 126
    become "$@"
}

# beside META SANDBOX SECONDS JOIN AS PROGRAM [ARGUMENT...]: becomes a check, with a timer before it.
beside() {
    seconds=$4 join=$5 as=$6
    shift 6
    enter "$join" && cd "$sandbox" || exit 125
    timer="$(command -v timeout) -s KILL $seconds"
    echo begun
    exec >/dev/null
    become "$@"
}

# enter JOIN: moves this script into control groups.
enter() {
    IFS=:
    for procs in $1; do
        echo 0 >"$procs" || return 1
    done
    unset IFS
}

# become PROGRAM [ARGUMENT...]: hands this process over to the user's own, after the words in $timer, if any.
become() {
    set_user=$(PATH=$tools command -v setpriv) || set_user=
    PATH=$path
    command -v "$1" >/dev/null || {
        echo "Failed to execute '$1': no such program" >&2
        exit 1
    }
    # A shell cannot take back that a signal was ignored when it started, as under nohup or in the background of a script; env
    # of coreutils 8.31 and later can.
    set_signals=$(PATH=$tools command -v env) && PATH=$tools "$set_signals" --default-signal true 2>/dev/null || set_signals=
    # shellcheck disable=SC2086
    exec $timer ${set_signals:+"$set_signals" --default-signal} ${as:+"$set_user" $as} "$@"
}

# log META SANDBOX NAME BYTES KEEP: copies its input to SANDBOX/NAME, each block as soon as it is there.
# It never follows a link, since the sandbox belongs to the task's user and this script may be root.
log() {
    file=$sandbox/$4 bytes=$5 keep=$6
    trap '' HUP INT QUIT
    while :; do
        size=0
        [ ! -e "$file" ] || size=$(stat -c %s -- "$file" 2>/dev/null) || size=0
        [ "$size" -lt "$bytes" ] || rotate
        [ "$size" -lt "$bytes" ] || size=0
        blocks=$(((bytes - size) / 4096 + 1))
        if counts=$(LC_ALL=C dd bs=4096 count=$blocks of="$file" oflag=append,nofollow conv=notrunc 2>&1); then
            # "FULL+PARTIAL records in": fewer blocks than asked for mean the end of the input. A warning of partial reads may
            # stand before it.
            for word in $counts; do
                case $word in [0-9]*+[0-9]*) break ;; esac
            done
            [ $((${word%+*} + ${word#*+})) -eq $blocks ] || exit 0
        else
            # Disk full, or the file was replaced by a link: keep the pipe flowing, try again later.
            LC_ALL=C timeout 1 dd bs=4096 of=/dev/null 2>/dev/null && exit 0
        fi
    done
}

rotate() {
    n=$keep
    while [ $n -gt 1 ]; do
        mv -fT -- "$file.$((n - 1))" "$file.$n" 2>/dev/null
        n=$((n - 1))
    done
    if [ $keep -gt 0 ]; then mv -fT -- "$file" "$file.1"; else rm -f -- "$file"; fi
}

if [ "$role" = launch ]; then
    launch "$@"
else
    path=$PATH
    PATH=$tools
    export PATH
    "$role" "$@"
fi
