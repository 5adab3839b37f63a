#!/bin/bash
# rgw.sh start|stop DIR [PORT]: a one-node Ceph RADOS Gateway on loopback, in memory, as root: a real S3 server, object lock included.
# Debian packages: ceph-mon ceph-osd radosgw ceph-common
set -euo pipefail
COMMAND=$1
D=$(realpath -m "$2")
PORT=${3:-7480}
MONPORT=$((PORT + 9000))
F=11111111-2222-3333-4444-555555555555

stop() {
  local pids
  pids=$(cat "$D"/sock/*.pid 2>/dev/null || true)
  [ -n "$pids" ] || return 0
  kill $pids 2>/dev/null || true
  for _ in $(seq 100); do kill -0 $pids 2>/dev/null || return 0; sleep 0.1; done
  kill -9 $pids 2>/dev/null || true
}
if [ "$COMMAND" = stop ]; then stop; rm -rf "$D"; exit 0; fi

rm -rf "$D"
mkdir -p "$D"/{mon,mgr,osd,rgw,log,sock}
cat > "$D/ceph.conf" <<C
[global]
fsid = $F
mon host = v2:127.0.0.1:$MONPORT
mon initial members = a
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
ms mon client mode = crc
mon data = $D/mon
osd data = $D/osd
rgw data = $D/rgw
run dir = $D/sock
admin socket = $D/sock/\$cluster-\$name.asok
pid file = $D/sock/\$name.pid
log file = $D/log/\$name.log
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 2000
paxos propose interval = 0.02
paxos min wait = 0.01
osd objectstore = memstore
memstore device bytes = 4294967296
osd memory target = 939524096
rgw frontends = beast endpoint=127.0.0.1:$PORT
rgw dns name = localhost
rgw run sync thread = false
C
C="-c $D/ceph.conf"
monmaptool --create --fsid $F --addv a "[v2:127.0.0.1:$MONPORT]" "$D/monmap" >/dev/null
ceph-mon $C --mkfs -i a --monmap "$D/monmap"
ceph-mon $C -i a
U=$(cat /proc/sys/kernel/random/uuid)
ceph $C osd new "$U" 0 >/dev/null
ceph-osd $C -i 0 --mkfs --osd-uuid "$U" >/dev/null 2>&1
ceph-osd $C -i 0 >/dev/null 2>&1
radosgw-admin $C user create --uid=app --display-name=app --access-key="${S3_ACCESS_KEY:-testkey}" --secret-key="${S3_SECRET_KEY:-testsecret}" >/dev/null 2>&1
radosgw $C -n client.rgw
for _ in $(seq 300); do
  curl -so /dev/null "http://127.0.0.1:$PORT/" && { echo "S3 server ready on port $PORT"; exit 0; }
  sleep 0.1
done
echo "S3 server did not start; its logs are in $D/log" >&2
exit 1
