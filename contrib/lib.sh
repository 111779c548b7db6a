# Shared by try and check: what they need, how it is installed, what is said on the way.
# shellcheck shell=bash disable=SC2034

# To build and to run. libc6-dev is only recommended by gcc; tzdata has the rules of the time zones.
build_packages=(gcc libc6-dev meson ninja-build pkg-config tzdata
  libglib2.0-dev libsqlite3-dev libical-dev libnotify-dev libcurl4-openssl-dev libxml2-dev libsecret-1-dev)

# The second compiler with its sanitizers, and the programs that look for mistakes in C, shell and manual pages.
lint_packages=(clang libclang-rt-14-dev clang-tidy clang-format cppcheck valgrind shellcheck mandoc
  desktop-file-utils libc6-dbg)

# What the tests run the programs against: SQLite's own shell, calendars and their servers, desktops with the notification
# servers (dunstctl asks dunst with the busctl of systemd) and what presses their buttons, a keyring, the shells whose
# completions are written, other locales, and what holds JSON against a schema.
peer_packages=(gettext sqlite3 calcurse khal vdirsyncer radicale python3-icalendar python3-dateutil python3-vobject php-cli php-sabre-vobject
  evolution-data-server gir1.2-ecal-2.0 gir1.2-edataserver-1.2 gnome-keyring openssl apache2-utils
  xvfb xauth dbus dbus-x11 dunst xfce4-notifyd notification-daemon sway mako-notifier grim jq xdotool imagemagick
  at-spi2-core gir1.2-atspi-2.0 python3-fastjsonschema
  systemd python3-dbus python3-gi zsh fish locales-all)

say() {
  printf '%s\n' "$*"
}

die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# Those of the packages named that are not installed.
not_installed() {
  local package
  for package; do
    case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) in
      installed) ;;
      *) echo "$package" ;;
    esac
  done
}

# The words before a command that needs to be root; fails where there is no way to be it.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    echo env
  elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    echo sudo env
  else
    return 1
  fi
}

# install LOG PACKAGE...: with the package lists brought up to date first.
install() {
  local log=$1 root
  shift
  read -ra root < <(as_root)
  {
    "${root[@]}" DEBIAN_FRONTEND=noninteractive apt-get -qq update
    "${root[@]}" DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@"
  } >"$log" 2>&1 </dev/null
}

# need PURPOSE PACKAGE...: installs what is missing, or says what is missing and how to get it.
need() {
  local purpose=$1 missing log tool
  shift
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    say "This system has no apt-get, so nothing can be installed here. $purpose needs what Debian calls"
    say "    $*"
    for tool in meson ninja pkg-config; do
      command -v $tool >/dev/null || die "not even $tool is here"
    done
    say "Going on with what is here."
    return
  fi
  mapfile -t missing < <(not_installed "$@")
  if [ ${#missing[@]} = 0 ]; then
    say "$purpose: everything needed is installed."
    return
  fi
  local command="apt-get install --no-install-recommends ${missing[*]}"
  as_root >/dev/null ||
    die "$purpose needs packages that are missing, and only root can install them:
    sudo $command"
  say "$purpose: installing ${#missing[@]} packages, this takes a minute or two …"
  log=$(mktemp)
  if ! install "$log" "${missing[@]}"; then
    tail -n 4 "$log" >&2
    rm -f "$log"
    die "the packages could not be installed (is there a network?). By hand, as root:
    apt-get update && $command"
  fi
  rm -f "$log"
}

# configure FOLDER OPTION...: a build folder of meson, made where it is not there yet.
configure() {
  local folder=$1
  shift
  [ -e "$folder/build.ninja" ] || meson setup "$folder" "$@"
}
