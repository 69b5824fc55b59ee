# Sourced by ./hongyan of a checkout and by bin/hongyan of an installation: how the JVM is started, the same in both.
# They set before:
#   java      the program
#   jars      all jars, the class path (an array)
#   natives   the folder of the libraries in C; it need not exist
#   plugins   the folder of plug-ins to other systems; it need not exist
#   archives  the folder of serve.aot and commands.aot, which "rehearse" makes; without them a start takes longer

# What Netty (and Maven) do and JDK 25 would warn about.
DOORS='--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow'
COMMON_OPTS="-XX:+UseCompactObjectHeaders -XX:+UseSerialGC -Xss512k $DOORS"
# The service's messages live for microseconds: a young generation that stays in the processor's caches.
SERVE_OPTS="$COMMON_OPTS -Xmn32m"
# Netty would note the stack of each 128th buffer, to find leaks: a matter of the tests.
SERVE_OPTS+=" -Dio.netty.leakDetection.level=disabled"
# The compilers begin ten times later than by default: in the first seconds of a fleet's return they took more CPU than
# all else together, and what is dense enough to need them gets there in a second all the same.
SERVE_OPTS+=" -XX:Tier3InvocationThreshold=2000 -XX:Tier3MinInvocationThreshold=1000 -XX:Tier3CompileThreshold=4000"
SERVE_OPTS+=" -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000"
SERVE_OPTS+=" -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000"
# A command that lives a second never gets to use what the second compiler makes.
COMMAND_OPTS="$COMMON_OPTS -XX:TieredStopAtLevel=1 -Xmx512m"

# The libraries in C, which each start would otherwise unpack from their jars again.
#   unpack_natives JAR_PROGRAM x86_64|aarch64
unpack_natives() {
    local jar library=librocksdbjni-linux64.so
    [[ $2 == x86_64 ]] || library=librocksdbjni-linux-$2.so
    rm -rf "$natives"
    mkdir -p "$natives"
    for jar in "${jars[@]}"; do
        case ${jar##*/} in
            rocksdbjni-* | netty-transport-native-epoll-* | netty-tcnative-boringssl-static-*) (cd "$natives" && "$1" xf "$jar" "$library" META-INF/native) || rm -rf "$natives" ;;
        esac
    done
}

# The name to type for this program: without its folder where the shell finds it by that.
program() {
    local name=${0##*/}
    if [[ $(command -v -- "$name") == "$0" ]]; then echo "$name"; else echo "$0"; fi
}

# Becomes the JVM.
#   jvm OPTIONS_OF_THE_JVM WORD...   and further options in the array "more"
jvm() {
    local opts=$1 class_path
    shift
    class_path=$(IFS=:; echo "${jars[*]}")
    # RocksDB would start a shell to find out which C library this is.
    [[ -e /etc/alpine-release ]] || export ROCKSDB_MUSL_LIBC=${ROCKSDB_MUSL_LIBC-false}
    # shellcheck disable=SC2086 # options are words
    exec "$java" $opts "-Dhongyan.program=$(program)" "-Dhongyan.plugins=$plugins" "-Djava.library.path=$natives:$natives/META-INF/native" ${more[@]+"${more[@]}"} \
        -cp "$class_path" io.hongyan.cli.Hongyan "$@"
}

# Becomes the command that the words say.
launch() {
    local opts archive=commands more=()
    case ${1-} in
        serve) opts=$SERVE_OPTS archive=serve ;;
        *) opts=$COMMAND_OPTS ;;
    esac
    [[ ! -f $archives/$archive.aot ]] || more=("-XX:AOTCache=$archives/$archive.aot" -Xlog:aot=off -Xlog:cds=off)
    jvm "${HONGYAN_JAVA_OPTS-$opts}" "$@"
}

# Starts the service once on free ports of loopback, with an empty folder, has clients do what devices do, and ends it.
# What the JVM learns by it (classes, and how its methods are used) lets each later start take half the time, and serves
# those who come right after it for less. A failure costs nothing but that.
rehearse() {
    local folder pid login
    folder=$(mktemp -d)
    # 9 is the lock of ./hongyan: a service that outlives a killed build must not hold it.
    (
        more=("-XX:AOTCacheOutput=$archives/serve.aot" -Xlog:disable)
        jvm "$SERVE_OPTS" serve --data "$folder/data" --bind 127.0.0.1 --tcp-port auto --tls-port auto \
            --ws-port auto --wss-port auto --amqp-port auto --amqps-port auto --metrics-port auto --admin-port auto
    ) >"$folder/out" 2>&1 9>&- &
    pid=$!
    # shellcheck disable=SC2064 # the process that is known now
    trap "kill $pid 2>/dev/null || true" EXIT
    for ((tenths = 0; tenths < 600; tenths++)); do
        grep -qs 'is ready' "$folder/out" && break
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    login=$(launch credentials --data "$folder/data" --json 2>/dev/null) || login=
    (
        more=("-XX:AOTCacheOutput=$archives/commands.aot" -Xlog:disable)
        jvm "$COMMAND_OPTS" pub -p "$(field tcp)" --ak "$(field accessKey)" --sk "$(field secretKey)" \
            --instance "$(field instance)" --group "$(field group)" -t "$(field topic)/rehearsal" -m rehearsal
    ) >"$folder/sent" 2>&1 || true
    practise >"$folder/practised" 2>&1 9>&-
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    trap - EXIT
    rm -rf "$folder"
}

# Connects, subscribes and publishes by all listeners and with each QoS, for some seconds.
practise() {
    local step i clients=() qos=(1 0 1 2) scheme=(mqtt mqtts ws wss) name=(tcp tls ws wss)
    for step in sub pub conn; do
        for i in 0 1 2 3; do
            bench "$step" "${scheme[i]}" "$(field "${name[i]}")" "${qos[i]}" &
            clients+=($!)
        done
        [[ $step != sub ]] || sleep 1.5
    done
    wait "${clients[@]}" || true
}

# One load of "practise": bench STEP SCHEME PORT QOS
bench() {
    local trust=() work=(--duration 1)
    [[ $2 != mqtts && $2 != wss ]] || trust=(--cafile "$folder/data/tls/server.crt")
    case $1 in
        sub) work=(-c 50 -t "$(field topic)/$2/%i" -q "$4" --duration 5) ;;
        pub) work=(-c 50 -t "$(field topic)/$2/%i" -q "$4" --rate 3000 -s 64 --duration 2) ;;
        conn) work=(-c 500 --duration 1) ;;
    esac
    (launch bench "$1" --quiet -R 1000 --url "$2://127.0.0.1:$3" ${trust[@]+"${trust[@]}"} "${work[@]}" \
        --ak "$(field accessKey)" --sk "$(field secretKey)" --instance "$(field instance)" --group "$(field group)")
}

# A field of what "credentials --json" printed.
field() {
    sed -n 's/.*"'"$1"'" *: *"\{0,1\}\([^",]*\).*/\1/p' <<<"$login"
}
