#!/usr/bin/env bash
# Prove set-up where nothing is: a minimal Debian with only python3, make and git, in a directory of its own.
#
#   sudo setup/prove_bare_root.sh             set-up alone
#   sudo setup/prove_bare_root.sh demo test   and then these make targets, as an ordinary user
#
# In: the last commit of this tree (what is not committed does not take part). Out: 'proven' and exit code 0.
# Needs debootstrap and root. Settings: SUITE (bookworm), MIRROR (debootstrap's own), BARE (the directory,
# default a new one under /tmp), KEEP=1 (leave the directory). The machine's name resolution, its certificates
# and its settings for apt and pip are lent to the bare system; nothing else is.
set -euo pipefail

if [ -z "${IN_OWN_NAMESPACE:-}" ]; then # mounts and processes end with this script, whatever happens
    exec env IN_OWN_NAMESPACE=1 unshare --mount --pid --fork --mount-proc "$0" "$@"
fi
tree=$(cd "$(dirname "$0")/.." && pwd)
bare=${BARE:-$(mktemp -d /tmp/bare.XXXXXX)}
[ -n "${KEEP:-}" ] || trap 'umount -R "$bare/proc" "$bare/dev" "$bare" 2>/dev/null; rm -rf --one-file-system "$bare"' EXIT

say() { printf '\n== %s\n' "$*"; }
die() { printf '\nNOT PROVEN: %s\n' "$*" >&2; exit 1; }
declare -A home=([root]=/root [desk]=/home/desk)
declare -A clone=([root]=/root/recorder-desk [desk]="/home/desk/执法 记录/recorder desk") # a space, and Chinese
enter=(env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb chroot "$bare")
inside() { # inside USER COMMAND: run a shell command as a user, in that user's clone; nobody's language is set
    local user=$1; shift
    "${enter[@]}" su "$user" -s /bin/bash -c "export HOME=${home[$user]}; cd '${clone[$user]}' 2>/dev/null || cd; $*"
}
timed() { # timed COMMAND...: run it, then say how long it took
    local from spent
    from=$(date +%s%N)
    "$@"
    spent=$((($(date +%s%N) - from) / 1000000))
    printf '   (%d.%03d s)\n' $((spent / 1000)) $((spent % 1000))
}

say "A bare ${SUITE:-bookworm} in $bare"
mkdir -p "$bare"
mount --bind "$bare" "$bare" # so that the bare system, too, finds its root among its mounts
debootstrap --variant=minbase --include=python3,make,git,ca-certificates "${SUITE:-bookworm}" "$bare" ${MIRROR:+"$MIRROR"} >"$bare.log" 2>&1 ||
    { tail -5 "$bare.log"; die "debootstrap failed (see $bare.log)"; }
rm -f "$bare.log"
mount -t proc proc "$bare/proc"
mount --rbind /dev "$bare/dev"
mount --make-rslave "$bare/dev"
cp -L /etc/resolv.conf "$bare/etc/resolv.conf"
cp -L /etc/ssl/certs/ca-certificates.crt "$bare/etc/ssl/certs/ca-certificates.crt"
for settings in /etc/pip.conf /etc/apt/apt.conf.d/*proxy*; do
    [ ! -f "$settings" ] || cp -L "$settings" "$bare$settings"
done
"${enter[@]}" useradd --create-home desk
echo "127.0.0.1 localhost $(hostname)" >"$bare/etc/hosts"
git clone --quiet --bare "$tree" "$bare/srv/recorder-desk.git"
chmod -R a+rX "$bare/srv"
for user in root desk; do
    inside $user "git config --global --add safe.directory '*'; git clone --quiet /srv/recorder-desk.git '${clone[$user]}'"
done
here=$bare${clone[root]}
stamp=$here/.venv/recorder-desk-setup.json
loads() { inside "$1" ".venv/bin/python -c 'import PySide6.QtMultimedia, PySide6.QtWidgets, sqlite_utils'"; }

say "An ordinary user without sudo is given one line to run, and nothing is left half-done"
inside desk "make setup" >"$bare/tmp/told" 2>&1 && die "set-up claims success without the system libraries"
cat "$bare/tmp/told"
[ "$(grep -c 'apt-get install' "$bare/tmp/told")" = 1 ] || die "not exactly one line to run"
[ ! -e "$bare${clone[desk]}/.venv" ] || die "a .venv was begun"

kill_midway() { # kill_midway SIGNAL-TARGET: begin a set-up, wait until pip is unpacking Qt, kill -9
    # its own session, so that killing by group reaches make, set-up and pip, and nothing else
    setsid "${enter[@]}" su root -s /bin/bash -c "cd /root/recorder-desk && make setup" >"$bare/tmp/killed" 2>&1 &
    local begun=$! i
    for i in $(seq 6000); do
        compgen -G "$here/.venv/lib/python3*/site-packages/PySide6/*.so" >/dev/null && break
        kill -0 $begun 2>/dev/null || { cat "$bare/tmp/killed"; die "set-up ended before it could be killed"; }
        sleep 0.1
    done
    sleep 0.3
    local session; session=$(ps -o sid= -p "$(pgrep -f 'setup/setup.py' | head -1)" | tr -d ' ')
    case $1 in
        all) pkill -9 -s "$session" || true ;;
        parent) kill -9 $(pgrep -s "$session" -f 'setup/setup.py|make setup|setup/setup.sh') 2>/dev/null || true ;;
    esac
    wait $begun 2>/dev/null || true
    [ ! -e "$stamp" ] || die "a killed set-up is stamped complete"
}

say "Root: a set-up is killed (kill -9) while pip unpacks Qt; the next one completes it"
timed kill_midway all
timed inside root "make setup"
loads root || die "the completed environment does not load"
inside root "test -x .venv/bin/recorder-desk && .venv/bin/python -m pip check" || die "incomplete"

say "Nothing to do"
timed inside root "make setup"
timed inside root "sh setup/setup.sh"

say "The same, but pip outlives the killed set-up; and then two set-ups at once"
inside root "make clean" >/dev/null
timed kill_midway parent
pgrep -f 'venv/bin/python -m pip' >/dev/null && echo "   pip is still running"
inside root "make setup" >"$bare/tmp/one" 2>&1 & one=$!
inside root "make setup" >"$bare/tmp/two" 2>&1 & two=$!
wait $one || { cat "$bare/tmp/one"; die "the first of two failed"; }
wait $two || { cat "$bare/tmp/two"; die "the second of two failed"; }
cat "$bare/tmp/one" "$bare/tmp/two"
grep -q 'waiting for it' "$bare/tmp/one" "$bare/tmp/two" || die "neither waited"
[ "$(cat "$bare/tmp/one" "$bare/tmp/two" | grep -c 'Installing the locked')" = 1 ] || die "both installed"
loads root || die "the environment does not load"

say "A broken environment is made anew"
rm "$here/.venv/bin/python"
timed inside root "make setup"
loads root || die "the environment does not load"

say "A package put in by hand goes when the lock is next applied"
stray=$(echo "$here"/.venv/lib/python3*/site-packages)/stray-1.0.dist-info
mkdir "$stray"
printf 'Metadata-Version: 2.1\nName: stray\nVersion: 1.0\n' >"$stray/METADATA"
printf 'stray-1.0.dist-info/METADATA,,\nstray-1.0.dist-info/RECORD,,\n' >"$stray/RECORD"
echo '# changed' >>"$here/pyproject.toml"
timed inside root "make setup" | tee "$bare/tmp/stray"
grep -q 'does not name: stray' "$bare/tmp/stray" && [ ! -e "$stray" ] || die "the stray stayed"
inside root "git checkout -q pyproject.toml"

say "The ordinary user with a sudo that asks nothing: two libraries and all package lists are gone"
"${enter[@]}" apt-get install -qq -y --no-install-recommends sudo >/dev/null 2>&1 || die "no sudo to be had"
echo 'desk ALL=(ALL) NOPASSWD: ALL' >"$bare/etc/sudoers.d/desk"
"${enter[@]}" dpkg --remove --force-depends libxcb-cursor0 fonts-noto-cjk >/dev/null 2>&1
rm -rf "$bare"/var/lib/apt/lists/*
timed inside desk "make setup" | tee "$bare/tmp/sudo"
grep -q 'Installing system packages: libxcb-cursor0 fonts-noto-cjk$' "$bare/tmp/sudo" || die "not just the two"
loads desk || die "the environment does not load"
inside desk ".venv/bin/recorder-desk --version && .venv/bin/recorder-desk status" || die "the program does not start"
for target in "$@"; do
    say "make $target, as the ordinary user"
    timed inside desk "make $target"
done
say "proven"
