"""A monitor's probe with the official Python client: what compares with now() on a healthy lab is silent.

usage: probe.py SECONDS, with KUBECONFIG; prints one line an alarm, and how many rounds it made.
"""

import sys
import time
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

from kubernetes import client, config

LEASE_SECONDS_MAX = 40
HEARTBEAT_SECONDS_MAX = 360
SKEW_SECONDS_MAX = 2


def age(moment):
    return (datetime.now(timezone.utc) - moment).total_seconds()


def one_round(core, leases):
    asked = time.time()
    data, _status, headers = leases.list_namespaced_lease_with_http_info("kube-node-lease")
    date = parsedate_to_datetime(headers["date"]).timestamp()
    # The header has whole seconds, and the answer took its time.
    skew = max(asked - date - 1, date - time.time())
    if skew > SKEW_SECONDS_MAX:
        yield f"Date is {skew:.1f} s off"
    for lease in data.items:
        old = age(lease.spec.renew_time)
        if not -SKEW_SECONDS_MAX < old < LEASE_SECONDS_MAX:
            yield f"lease {lease.metadata.name} is {old:.1f} s old"
    for node in core.list_node().items:
        for condition in node.status.conditions or []:
            old = age(condition.last_heartbeat_time)
            if not -SKEW_SECONDS_MAX < old < HEARTBEAT_SECONDS_MAX:
                yield f"{node.metadata.name} {condition.type} was heard {old:.1f} s ago"
    for event in core.list_event_for_all_namespaces(limit=500).items:
        moment = event.last_timestamp or event.event_time
        if moment is not None and age(moment) < -SKEW_SECONDS_MAX:
            yield f"event {event.metadata.name} lies ahead"


def main(seconds):
    config.load_kube_config()
    core, leases = client.CoreV1Api(), client.CoordinationV1Api()
    until = time.monotonic() + seconds
    rounds = 0
    alarms = set()
    while time.monotonic() < until:
        rounds += 1
        alarms.update(one_round(core, leases))
        time.sleep(2)
    for alarm in sorted(alarms):
        print(f"ALARM {alarm}")
    print(f"{rounds} rounds in {seconds:.0f} s, {len(alarms)} alarms")
    return 1 if alarms or rounds == 0 else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
