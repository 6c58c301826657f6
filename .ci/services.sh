#!/usr/bin/env bash
# Starts the services that tests talk to, where they do not answer yet; installs what is missing from Debian's packages.
# Each ends up at 127.0.0.1, open to local connections without a password.

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

wait_for() { # port
  for _ in $(seq 60); do answers "$1" && return 0; sleep 1; done
  return 1
}

install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  as_root apt-get update -qq || return 1
  as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

postgresql() {
  local config
  [ -d /etc/postgresql ] || {
    install_packages postgresql || return 1
    for config in /etc/postgresql/*/main/pg_hba.conf; do
      as_root sed -i -E 's/(peer|scram-sha-256|md5)$/trust/' "$config" || return 1
    done
  }
  as_root pg_ctlcluster --skip-systemctl-redirect "$(ls /etc/postgresql | tail -1)" main restart
}

mariadb() {
  command -v mariadbd >/dev/null || [ -x /usr/sbin/mariadbd ] || install_packages mariadb-server mariadb-client || return 1
  as_root mkdir -p /run/mysqld && as_root chown mysql:mysql /run/mysqld || return 1
  answers 3306 || as_root start-stop-daemon --start --oknodo --background --exec /usr/sbin/mariadbd
  wait_for 3306 || return 1
  as_root mariadb -e "ALTER USER root@localhost IDENTIFIED BY ''; CREATE DATABASE IF NOT EXISTS test"
}

redis() {
  command -v redis-server >/dev/null || install_packages redis-server || return 1
  answers 6379 || redis-server --daemonize yes --bind 127.0.0.1 --port 6379 --save "" --appendonly no >/dev/null
}

rabbitmq() {
  command -v rabbitmq-server >/dev/null || [ -x /usr/sbin/rabbitmq-server ] || install_packages rabbitmq-server || return 1
  answers 5672 || as_root rabbitmq-server -detached
}

nats() {
  [ -x /usr/sbin/nats-server ] || install_packages nats-server || return 1
  answers 4222 || as_root start-stop-daemon --start --oknodo --background --exec /usr/sbin/nats-server -- \
    -a 127.0.0.1 -p 4222 -js -sd /var/lib/nats-server -l /var/log/nats-server.log
}

ensure() { # name of the function above, port
  if answers "$2"; then echo "$1 answers at $2"
  elif "$1" </dev/null && wait_for "$2"; then echo "$1 was started at $2"
  else echo "$1 does not answer at $2"; status=1; fi
}

status=0
ensure postgresql 5432
ensure mariadb 3306
ensure redis 6379
ensure rabbitmq 5672
ensure nats 4222
exit $status
