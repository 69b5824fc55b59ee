# Sourced by ./hongyan: several nodes, an etcd and a Cassandra on the loopback address, for trying a cluster.

dev_usage() {
    cat <<'USAGE'
Usage: ./hongyan dev cluster [--data FOLDER] [--nodes N] [--store cassandra|rocksdb] [-- SERVE_OPTION...]

Starts a cluster on 127.0.0.1: N nodes (3), one etcd, and one Cassandra that keeps what the nodes have. It runs until
Ctrl-C, or until one of its processes ends.

  --data FOLDER   keep everything there, and go on with it the next time; else a temporary folder is removed at the end
  --nodes N       1 to 9
  --store STORE   cassandra, or rocksdb: each node keeps sessions in its own folder, which needs no Cassandra
  --              what follows is given to "serve" of each node, as in: -- --profile open --allow-anonymous

It needs etcd (Debian: etcd-server) and, for Cassandra, a Java 17 (HONGYAN_JAVA17_HOME names one elsewhere).
USAGE
}

# A process of its own group, so that Ctrl-C reaches this script alone, which ends them in order.
#   dev_start NAME COMMAND...
dev_start() {
    local name=$1
    shift
    if command -v setsid >/dev/null; then
        setsid "$@" </dev/null >>"$folder/log/$name" 2>&1 9>&- &
    else
        perl -e 'setpgrp; exec @ARGV or die' -- "$@" </dev/null >>"$folder/log/$name" 2>&1 9>&- &
    fi
    names+=("$name")
    pids+=($!)
}

# The first port from there on that nobody has.
free_port() {
    local port=$1
    while [[ " ${taken[*]-} " == *" $port "* ]] || (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
        port=$((port + 1))
    done
    taken+=("$port")
    found=$port
}

# What was started before is kept by a folder: its ports too.
#   remembered NAME FIRST_PORT
remembered() {
    local file=$folder/ports/$1
    if [[ -f $file ]]; then
        found=$(<"$file")
        taken+=("$found")
    else
        free_port "$2"
        echo "$found" >"$file"
    fi
}

dev_ended() {
    local i
    for i in "${!pids[@]}"; do
        kill -0 "${pids[i]}" 2>/dev/null || {
            ended=${names[i]}
            return 0
        }
    done
    return 1
}

dev_fail() {
    echo "hongyan: $ended has ended; the last lines of its log:" >&2
    tail -30 "$folder/log/$ended" >&2
    exit 1
}

# dev_await SECONDS CONDITION...
dev_await() {
    local tenths=$(($1 * 10))
    shift
    until "$@" >/dev/null 2>&1; do
        ! dev_ended || dev_fail
        ((tenths-- > 0)) || {
            ended=${names[-1]}
            echo "hongyan: ${names[-1]} is not ready in time" >&2
            dev_fail
        }
        sleep 0.1
    done
}

dev_end_one() {
    local pid=${pids[$1]} tenths
    kill "$pid" 2>/dev/null || return 0
    for ((tenths = 0; tenths < $2 * 10; tenths++)); do
        kill -0 "$pid" 2>/dev/null || return 0
        sleep 0.1
    done
    echo "hongyan: ${names[$1]} does not end; it is killed" >&2
    kill -9 "$pid" 2>/dev/null || true
}

# Nodes first, all at once, then what they need.
dev_end() {
    local i status=$?
    trap - EXIT
    trap '' INT TERM HUP
    ((${#pids[@]} == 0)) || echo 'hongyan: ending the cluster' >&2
    for i in "${!pids[@]}"; do
        [[ ${names[i]} != node* ]] || kill "${pids[i]}" 2>/dev/null || true
    done
    for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
        dev_end_one "$i" 40
    done
    wait 2>/dev/null || true
    [[ -z $temporary ]] || rm -rf "$temporary"
    exit "$status"
}

dev_etcd() {
    command -v etcd >/dev/null || die 'etcd is not installed; on Debian and Ubuntu: apt install etcd-server'
    local peers
    remembered etcd-peers 22380 && peers=$found
    remembered etcd 22379 && etcd=127.0.0.1:$found
    mkdir -p -m 700 "$folder/etcd"
    dev_start etcd env -i PATH="$PATH" etcd --name=dev --data-dir="$folder/etcd" \
        --listen-client-urls="http://$etcd" --advertise-client-urls="http://$etcd" \
        --listen-peer-urls="http://127.0.0.1:$peers" --initial-advertise-peer-urls="http://127.0.0.1:$peers" \
        --initial-cluster="dev=http://127.0.0.1:$peers"
    dev_await 60 dev_answers "${etcd#*:}" /health '"health":"\?true'
}

# dev_answers PORT PATH TEXT
dev_answers() {
    exec 8<>"/dev/tcp/127.0.0.1/$1" || return 1
    printf 'GET %s HTTP/1.0\r\n\r\n' "$2" >&8
    local answer
    answer=$(timeout 2 cat <&8 || true)
    exec 8>&-
    grep -q "$3" <<<"$answer"
}

dev_cassandra() {
    local module=$home/store-cassandra/server nodes
    if [[ ! -d $module/target/lib || ! -d $module/target/classes ]]; then
        echo 'hongyan: fetching Cassandra, the first time only' >&2
        (cd "$home" && JAVA_HOME=$jdk mvn -B -ntp -q -Pquick -Dhongyan.quick -pl store-cassandra/server process-classes) >&2 ||
            die 'Cassandra could not be fetched; with --store rocksdb there is none'
    fi
    remembered cassandra-nodes 27000 && nodes=$found
    remembered cassandra 29042 && cassandra=127.0.0.1:$found
    rm -f "$folder/cassandra/ready"
    dev_start cassandra "$java" -XX:TieredStopAtLevel=1 -Xmx64m -cp "$module/target/classes" \
        io.hongyan.cassandra.server.CassandraMain "$folder/cassandra" "${cassandra#*:}" "$nodes"
    echo 'hongyan: Cassandra starts, which takes a while' >&2
    dev_await 180 test -f "$folder/cassandra/ready"
}

# dev_node NUMBER
dev_node() {
    local name=node$1 data=$folder/node$1 mqtt admin metrics links
    remembered "$name-mqtt" $((21882 + $1)) && mqtt=$found
    remembered "$name-admin" $((28082 + $1)) && admin=$found
    remembered "$name-metrics" $((29463 + $1)) && metrics=$found
    remembered "$name-links" $((27882 + $1)) && links=$found
    [[ -f $data/cluster/node.crt ]] ||
        dev_command cluster issue "$name" --authority "$folder/authority" --out "$data" "${common[@]}" >"$folder/log/issue"
    rows+=("$(printf '  %-7s %-17s http://127.0.0.1:%-16s http://127.0.0.1:%s/ready' "$name" "127.0.0.1:$mqtt" "$admin/console" "$metrics")")
    : >"$folder/log/$name"
    dev_start "$name" "$home/hongyan" serve --cluster --data "$data" --bind 127.0.0.1 --tcp-port "$mqtt" \
        --tls-port 0 --ws-port 0 --wss-port 0 --amqp-port 0 --amqps-port 0 --admin-port "$admin" \
        --metrics-port "$metrics" "${common[@]}" --set "cluster.node=$name" --set cluster.link.bind=127.0.0.1 \
        --set "cluster.link.port=$links" ${store[@]+"${store[@]}"} ${more_options[@]+"${more_options[@]}"}
}

dev_command() {
    (launch "$@")
}

dev_cluster() {
    # Not local: the trap of the end needs them wherever the end is.
    folder='' temporary='' nodes=3 engine=cassandra more_options=() names=() pids=() taken=() rows=()
    etcd='' cassandra='' store=() common=() ended='' found=''
    local i
    while (($# > 0)); do
        case $1 in
            --data | --nodes | --store) (($# > 1)) || die "$1 needs a value" ;;&
            --data) folder=$2 && shift 2 ;;
            --nodes) nodes=$2 && shift 2 ;;
            --store) engine=$2 && shift 2 ;;
            --) shift && more_options=("$@") && break ;;
            -h | --help) dev_usage && exit 0 ;;
            *) die "dev cluster does not know '$1'; './hongyan dev cluster --help' shows what it knows" ;;
        esac
    done
    [[ $nodes =~ ^[1-9]$ ]] || die "--nodes is 1 to 9, not $nodes"
    [[ $engine == cassandra || $engine == rocksdb ]] || die "--store is cassandra or rocksdb, not $engine"
    if [[ -z $folder ]]; then
        temporary=$(mktemp -d)
        folder=$temporary
    fi
    mkdir -p -m 700 "$folder"
    folder=$(cd "$folder" && pwd -P)
    mkdir -p "$folder/log" "$folder/ports"
    trap dev_end EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    export HONGYAN_JAVA_HOME=$jdk
    dev_etcd
    common=(--set cluster.name=dev --set "cluster.etcd.endpoints=$etcd")
    if [[ $engine == cassandra ]]; then
        dev_cassandra
        store=(--set store.engine=cassandra --set "store.cassandra.contactPoints=$cassandra"
            --set store.cassandra.replicationFactor=1)
    fi
    dev_command cluster init --authority "$folder/authority" "${common[@]}" ${store[@]+"${store[@]}"} >"$folder/log/init" 2>&1 ||
        die "the cluster could not be set up: $(<"$folder/log/init")"
    for ((i = 1; i <= nodes; i++)); do
        dev_node "$i"
    done
    for ((i = 1; i <= nodes; i++)); do
        dev_await 180 grep -qs 'is ready' "$folder/log/node$i"
    done
    dev_tell
    while sleep 0.5; do
        ! dev_ended || dev_fail
    done
}

dev_tell() {
    local program=./hongyan login
    printf '%-9s %-17s %-34s %s\n' '  NODE' MQTT 'ADMINISTRATION' 'FOR LOAD BALANCERS'
    printf '%s\n' "${rows[@]}"
    echo "etcd $etcd${cassandra:+, Cassandra $cassandra}, everything in $folder${temporary:+, which is removed at the end}"
    login=$(dev_command credentials --data "$folder/node1" 2>/dev/null | grep -v ' port ') || login=
    [[ -z $login ]] || printf '\n%s\n' "$login"
    cat <<TRY

Try, in other terminals:
  $program sub --data $folder/node1 -t 'TopicDefault/#' -v
  $program pub --data $folder/node2 -t TopicDefault/kitchen -m 21.5
  $program cluster status --set cluster.name=dev --set cluster.etcd.endpoints=$etcd
Ctrl-C ends the cluster.
TRY
}

# dev WORD...
dev() {
    case ${1-} in
        cluster) shift && dev_cluster "$@" ;;
        -h | --help | help) dev_usage ;;
        *) die "'dev ${1-}' is not known: ./hongyan dev cluster starts a cluster for trying it" ;;
    esac
}
