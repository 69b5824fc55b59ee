# Sourced by bench/compare: starts and ends the brokers, and only those. A column is "limit", "mosquitto", "flashmq",
# "hongyan", "hongyan-" with a number of shards, or "before".
# shellcheck shell=bash disable=SC2154

tmp='' child=''
declare -A pid=() base=() websocket=() folder=() threads=()

end() { # PID: end it, by force after ten seconds
    kill "$1" 2>/dev/null || return 0
    for ((tenths = 0; tenths < 100; tenths++)); do
        kill -0 "$1" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

clean_up() {
    local one
    trap '' INT TERM HUP
    [[ -z $child ]] || end "$child"
    for one in "${pid[@]}"; do end "$one"; done
    [[ -z $tmp ]] || rm -rf "$tmp"
    [[ -z $unfinished ]] || say "not all was measured; what was: bench/compare --table $unfinished"
}

# In the background, so that a signal is answered at once: bash waits for what is in the foreground.
run() { # SECONDS WORD...: what it prints goes to $tmp/line and $tmp/said
    timeout -k 5 "$@" >"$tmp/line" 2>"$tmp/said" </dev/null &
    child=$!
    local result=0
    wait "$child" || result=$?
    child=
    return "$result"
}

answers() { # PORT
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

check_ports() {
    local p
    for ((p = port; p < port + 80; p++)); do
        ! answers "$p" || die "port $p is taken, and $port to $((port + 79)) are needed; end what listens there, or choose others by --port N"
    done
}

# The ports of a broker: base, + 1 for TLS, + 2 for WebSocket, + 3 for both.
start() { # COLUMN
    local column=$1 own=$tmp/$1
    rm -rf "$own"
    mkdir -p "$own"
    launch_"${column%%-*}" "$column" "$own" "${base[$column]}"
    for ((tenths = 0; tenths < 600; tenths++)); do
        if ready "$column" "$own"; then sleep 2; return; fi
        kill -0 "${pid[$column]}" 2>/dev/null || break
        sleep 0.1
    done
    # Some builds of mosquitto have no WebSocket.
    if [[ $column == mosquitto && -n ${websocket[$column]} ]]; then
        end "${pid[$column]}"
        websocket[$column]=
        start "$column"
        return
    fi
    tail -20 "$own.log" >&2
    die "$column did not start; what it said stands above"
}

ready() { # COLUMN FOLDER
    case $1 in
        hongyan* | before) grep -qs 'is ready' "$2.log" ;;
        *) answers "${base[$1]}" ;;
    esac
}

stop() { # COLUMN
    end "${pid[$1]}"
    unset "pid[$1]"
    rm -rf "${tmp:?}/$1"
}

launch_limit() {
    "$home/bench/mqttload/limit" "$3" >"$2.log" 2>&1 </dev/null &
    pid[$1]=$!
}

launch_hongyan() {
    local more=()
    [[ -z ${threads[$1]-} ]] || more=(--set "broker.shards=${threads[$1]}")
    "${folder[$1]}/hongyan" serve --profile open --allow-anonymous --data "$2/data" --bind 127.0.0.1 \
        --tcp-port "$3" --tls-port "$(($3 + 1))" --ws-port "$(($3 + 2))" --wss-port "$(($3 + 3))" \
        --amqp-port auto --amqps-port auto --metrics-port auto --admin-port auto \
        --set "listeners.tls.tls.cert=$tmp/server.crt" --set "listeners.tls.tls.key=$tmp/server.key" \
        ${more[@]+"${more[@]}"} >"$2.log" 2>&1 </dev/null &
    pid[$1]=$!
}

launch_before() {
    launch_hongyan "$@"
}

launch_mosquitto() {
    {
        echo 'allow_anonymous true'
        echo 'set_tcp_nodelay true'
        echo 'max_queued_messages 1000000'
        echo 'persistence true'
        echo "persistence_location $2/"
        echo "user $(id -un)"
        echo "listener $3 127.0.0.1"
        echo "listener $(($3 + 1)) 127.0.0.1"
        echo "certfile $tmp/server.crt"
        echo "keyfile $tmp/server.key"
        [[ -z ${websocket[$1]} ]] || printf 'listener %s 127.0.0.1\nprotocol websockets\n' "$(($3 + 2))"
    } >"$2/mosquitto.conf"
    "${program[mosquitto]}" -c "$2/mosquitto.conf" >"$2.log" 2>&1 </dev/null &
    pid[$1]=$!
}

launch_flashmq() {
    local i more=('' "fullchain $tmp/server.crt
    privkey $tmp/server.key" '') protocol=(mqtt mqtt websockets)
    {
        printf '%s\n' 'allow_anonymous true' "storage_dir $2" 'max_qos_msg_pending_per_client 65535' \
            'max_qos_bytes_pending_per_client 1000000000' 'log_level warning'
        for i in 0 1 2; do
            printf 'listen {\n    protocol %s\n    port %s\n    inet_protocol ip4\n    inet4_bind_address 127.0.0.1\n    tcp_nodelay true\n    %s\n}\n' \
                "${protocol[i]}" "$(($3 + i))" "${more[i]}"
        done
    } >"$2/flashmq.conf"
    "${program[flashmq]}" -c "$2/flashmq.conf" >"$2.log" 2>&1 </dev/null &
    pid[$1]=$!
}
