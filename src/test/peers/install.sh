#!/bin/sh
# Installs what the tests need from Debian: a browser, an Active Directory domain (Samba), independent WinRM clients, and the
# tools that unpack the Windows lab. Needs root where something is missing; starts no service; quick where all is there.
set -eu

packages="
  chromium
  samba samba-ad-provision samba-dsdb-modules samba-vfs-modules winbind krb5-user ldb-tools ldap-utils python3-samba
  python3-winrm python3-gssapi python3-requests-kerberos faketime
  openssl patchelf binutils zstd perl curl postgresql systemd
"

missing=
for package in $packages; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing="$missing $package"
done
if [ -z "$missing" ]; then
  echo "peers: everything is installed"
  exit 0
fi
echo "peers: installing$missing"
if [ "$(id -u)" -ne 0 ]; then
  echo "peers: run this as root" >&2
  exit 1
fi

# Samba's packages would start their services; the tests start their own, on loopback, and end them
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' > "$policy"
  chmod +x "$policy"
  trap 'rm -f "$policy"' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
apt-get -q update
# shellcheck disable=SC2086
apt-get -q install -y --no-install-recommends $missing
