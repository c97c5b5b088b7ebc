#!/usr/bin/env bash
# A Slurm cluster of this one machine, in a folder of its own, for Slurm.Tests.ps1.
#   slurm.sh start FOLDER    starts munged, slurmctld and slurmd, and writes FOLDER/slurm.conf; needs root
#   slurm.sh stop FOLDER     ends them
set -euo pipefail
command=$1 folder=$(realpath -m "$2")
host=$(hostname -s)

wait_for() {
    for _ in $(seq 100); do
        if "$@" > /dev/null 2>&1; then return; fi
        sleep 0.1
    done
    echo "slurm.sh: '$*' did not come true within ten seconds" >&2
    exit 1
}

case $command in
start)
    mkdir -p "$folder"/{munge,state,spool,log}
    chmod 700 "$folder/munge"
    # munged wants to be sure that nobody else could change a folder above its own.
    dd if=/dev/urandom of="$folder/munge/key" bs=1 count=1024 status=none
    chmod 400 "$folder/munge/key"
    munged --force --key-file="$folder/munge/key" --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" \
        --log-file="$folder/munge/log" --seed-file="$folder/munge/seed"
    cat > "$folder/slurm.conf" <<CONF
ClusterName=cyclegan
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
SlurmctldPort=26817
SlurmdPort=26818
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
CredType=cred/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/log/slurmctld.log
SlurmdLogFile=$folder/log/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
ReturnToService=2
JobRequeue=1
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 RealMemory=1000 State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
    export SLURM_CONF=$folder/slurm.conf
    slurmctld -c
    slurmd
    wait_for scontrol ping
    wait_for bash -c "sinfo -h -o %T | grep -qE 'idle|mixed'"
    ;;
stop)
    for pid in slurmctld.pid slurmd.pid munge/pid; do
        [[ ! -f $folder/$pid ]] || kill "$(cat "$folder/$pid")" 2> /dev/null || true
    done
    ;;
esac
