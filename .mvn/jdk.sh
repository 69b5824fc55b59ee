# Sourced by ./hongyan, ./verify and ./format: prints the home of a JDK 25 or newer, or fails.
# Asks the file "release" of each place instead of starting its java: a start costs more than the whole search.

jdk_major() {
    local version
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null) && echo "${version:-0}"
}

jdk_is_new_enough() {
    [[ -n $1 && -x $1/bin/java && -x $1/bin/javac ]] && (($(jdk_major "$1" || echo 0) >= 25))
}

find_jdk() {
    local home user=${HOME-/nonexistent} # a service manager may set none
    for home in "${HONGYAN_JAVA_HOME-}" "${JAVA_HOME-}" \
        /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* /opt/java \
        "${SDKMAN_DIR:-$user/.sdkman}"/candidates/java/* "$user"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$user"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        if jdk_is_new_enough "$home"; then
            echo "$home"
            return
        fi
    done
    home=$(command -v java 2>/dev/null) && home=$(readlink -f "$home" 2>/dev/null) && home=${home%/bin/java} &&
        jdk_is_new_enough "$home" && echo "$home" && return
    return 1
}
