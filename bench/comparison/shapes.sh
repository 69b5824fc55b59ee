# Sourced by bench/compare: what is measured, and how.
# shellcheck shell=bash disable=SC2154

# What the table shows, in its order: shape, field of the line of JSON, what it is.
rows() {
    cat <<'END'
storm|cpu_us_per_connect|a connect, first in the process
firstsubs|cpu_us_per_subscription|one of the first 1,000 subscriptions
tls0|full_us|a full TLS handshake, first in the process
tls0|resumed_us|a resumed one, right after those
cold1k|cpu_us_per_recv|a message, 1,000/s, first in the process
lat1k|cpu_us_per_recv|a message, 1,000/s
lat1k|p50|the same, p50 of the way, us
lat1k|p99|the same, p99, us
lat1|cpu_us_per_recv|a message, 5,000/s
lat1|p50|the same, p50 of the way, us
lat1|p99|the same, p99, us
sparse1|cpu_us_per_recv|500 to 500, QoS 1, one on the way
pair0|cpu_us_per_recv|50 to 50, QoS 0
pair1|cpu_us_per_recv|50 to 50, QoS 1
pair2|cpu_us_per_recv|50 to 50, QoS 2
v5pair1|cpu_us_per_recv|50 to 50, QoS 1, MQTT 5
ws0|cpu_us_per_recv|50 to 50, QoS 0, WebSocket
fanout0|cpu_us_per_recv|1 to 1,000, QoS 0
fanout1|cpu_us_per_recv|1 to 1,000, QoS 1
tls|full_us|a full TLS handshake
tls|resumed_us|a resumed one
retained|publish_cpu_us_per_msg|PUBLISH with retain, QoS 1
retained|cpu_us_per_msg|a retained message to a new subscription
wild|cpu_us_per_recv|a message at 1,000,000 filters
wild|rss_bytes_per_subscription|one of those filters, bytes resident
offline|publish_cpu_us_per_msg|QoS 1 to absent sessions
offline|publish_per_s|the same, messages a second
offline|drain_cpu_us_per_msg|to sessions that come back
offline|drain_per_s|the same, messages a second
idle|rss_bytes_per_conn|an idle connection, bytes resident
END
}

# One run of the generator: load SHAPE COLUMN WORD...; with - for a shape nothing is written.
load() {
    local shape=$1 column=$2
    shift 2
    if ! run 300 "$home/bench/mqttload/mqttload" "$@" --pid "${pid[$column]}"; then
        say "${shape/#-/working first} did not end well on $column: $(tail -1 "$tmp/said")"
        return 0
    fi
    [[ $shape == - ]] || note "$shape" "$column" "$(tail -1 "$tmp/line")"
}

note() { # SHAPE COLUMN JSON
    printf '{"peer":"%s","shape":"%s","round":%d,%s\n' "$2" "$1" "$round" "${3#\{}" >>"$out"
}

cpu() { # PID: seconds of CPU, user and system
    local stat
    stat=$(<"/proc/$1/stat")
    awk -v hz="$(getconf CLK_TCK)" '{ print ($12 + $13) / hz }' <<<"${stat##*) }"
}

# Handshakes by openssl: handshakes SHAPE COLUMN -new|-reuse SECONDS FIELD
handshakes() {
    local from to many
    from=$(cpu "${pid[$2]}")
    run $(($4 + 20)) openssl s_time -connect "127.0.0.1:$((${base[$2]} + 1))" -tls1_2 -time "$4" "$3" || true
    to=$(cpu "${pid[$2]}")
    many=$(sed -n 's/^\([0-9][0-9]*\) connections in .* real seconds.*/\1/p' "$tmp/line")
    if ((${many:-0} == 0)); then
        say "openssl made no handshake with $2: $(tail -1 "$tmp/said")"
    elif [[ $1 != - ]]; then
        note "$1" "$2" "$(awk -v n="$many" -v s="$to" -v f="$from" -v name="$5" \
            'BEGIN { printf "{\"handshakes\":%d,\"broker_cpu_s\":%.2f,\"%s\":%.1f}", n, s - f, name, (s - f) * 1e6 / n }')"
    fi
}

able() { # SHAPE COLUMN: whether it can do that at all
    case $2:$1 in
        limit:pair2 | limit:ws0 | limit:tls* | limit:retained | limit:wild | limit:offline | limit:firstsubs) return 1 ;;
        mosquitto:ws0) [[ -n ${websocket[$2]} ]] ;;
    esac
}

measure() { # SHAPE COLUMN
    kill -0 "${pid[$2]}" 2>/dev/null || {
        say "$2 is no longer there, so $1 has no figure; its last words: $(tail -1 "$tmp/$2.log")"
        return 0
    }
    local at=${base[$2]} warmup=$((seconds < 3 ? seconds : 3)) long=$((seconds * 5 / 2)) half=$(((seconds + 1) / 2))
    local pair=(pub --port "$at" --pubs 50 --subs 50 --window 50 --warmup "$warmup" --duration "$seconds")
    local paced=(pub --port "$at" --pubs 100 --subs 100 --qos 1)
    case $1 in
        storm) load "$1" "$2" storm --port "$at" --conns 5000 --pending 100 ;;
        cold1k) load "$1" "$2" "${paced[@]}" --rate 1000 --warmup 0 --duration $((seconds * 2)) ;;
        firstsubs) load "$1" "$2" wild --port "$at" --filters 1000 --warmup 0 --duration 0.1 ;;
        tls0)
            handshakes "$1" "$2" -new "$half" full_us
            handshakes "$1" "$2" -reuse "$half" resumed_us
            ;;
        idle) load "$1" "$2" idle --port "$at" --conns 10000 --hold $((seconds * 3)) ;;
        pair0) load "$1" "$2" "${pair[@]}" ;;
        pair1) load "$1" "$2" "${pair[@]}" --qos 1 ;;
        pair2) load "$1" "$2" "${pair[@]}" --qos 2 ;;
        v5pair1) load "$1" "$2" "${pair[@]}" --qos 1 --ver 5 ;;
        sparse1) load "$1" "$2" "${pair[@]}" --qos 1 --pubs 500 --subs 500 --window 1 ;;
        fanout0) load "$1" "$2" "${pair[@]}" --pubs 1 --subs 1000 --window 4 ;;
        fanout1) load "$1" "$2" "${pair[@]}" --pubs 1 --subs 1000 --window 4 --qos 1 ;;
        ws0) load "$1" "$2" "${pair[@]}" --ws --port $((at + 2)) ;;
        lat1k) load "$1" "$2" "${paced[@]}" --rate 1000 --warmup "$warmup" --duration "$long" ;;
        lat1) load "$1" "$2" "${paced[@]}" --rate 5000 --warmup "$warmup" --duration "$long" ;;
        tls)
            handshakes - "$2" -new "$warmup" full_us
            handshakes "$1" "$2" -new "$seconds" full_us
            handshakes - "$2" -reuse "$warmup" resumed_us
            handshakes "$1" "$2" -reuse "$seconds" resumed_us
            ;;
        retained)
            load - "$2" retained --port "$at" --retained 100000
            load "$1" "$2" retained --port "$at" --retained 100000
            ;;
        offline)
            load - "$2" offline --port "$at" --sessions 100 --msgs 100000 --qos 1 --window 1000
            load "$1" "$2" offline --port "$at" --sessions 100 --msgs 100000 --qos 1 --window 1000
            ;;
        wild) load "$1" "$2" wild --port "$at" --filters 1000000 --subs 10 --pubs 10 --warmup "$warmup" --duration "$seconds" ;;
    esac
}

# What a shape takes for one broker, about, in seconds.
takes() { # SHAPE
    local warmup=$((seconds < 3 ? seconds : 3))
    case $1 in
        storm | firstsubs) echo 7 ;;
        cold1k) echo $((seconds * 2 + 7)) ;;
        tls0) echo $((seconds + 6)) ;;
        idle) echo $((seconds * 3 + 10)) ;;
        lat1k | lat1) echo $((seconds * 5 / 2 + warmup + 2)) ;;
        tls) echo $(((seconds + warmup) * 2)) ;;
        retained) echo 12 ;;
        offline) echo 24 ;;
        wild) echo $((seconds + warmup + 15)) ;;
        *) echo $((seconds + warmup + 2)) ;;
    esac
}
