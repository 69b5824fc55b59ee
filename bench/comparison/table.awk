# The table (Markdown) of what bench/compare has measured: the rows on standard input, a line SHAPE|FIELD|WHAT each; the
# figures, lines of JSON without nesting of equal names, in the file "figures".
function number(line, field) {
    if (!match(line, "\"" field "\":-?[0-9.]+")) return ""
    return substr(line, RSTART + length(field) + 3, RLENGTH - length(field) - 3) + 0
}
function text(line, field) {
    if (!match(line, "\"" field "\":\"[^\"]*\"")) return ""
    return substr(line, RSTART + length(field) + 4, RLENGTH - length(field) - 5)
}
function median(list,   n, i, j, v, x) {
    n = split(list, v, " ")
    for (i = 2; i <= n; i++) {
        x = v[i] + 0
        for (j = i - 1; j > 0 && v[j] + 0 > x; j--) v[j + 1] = v[j]
        v[j + 1] = x
    }
    return n == 0 ? "" : n % 2 ? v[(n + 1) / 2] + 0 : (v[n / 2] + v[n / 2 + 1]) / 2
}
function shown(value,   digits, left) {
    if (value < 1) return sprintf("%.3f", value)
    if (value < 10) return sprintf("%.2f", value)
    if (value < 100) return sprintf("%.1f", value)
    digits = sprintf("%.0f", value)
    for (left = ""; length(digits) > 3; digits = substr(digits, 1, length(digits) - 3))
        left = "," substr(digits, length(digits) - 2) left
    return digits left
}
function ratio(value) {
    return sprintf(value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value)
}
# On ways that lose nothing each of these is a fault of the broker.
function lost(line) {
    return number(line, "gaps") + number(line, "dups") + number(line, "stall_resets") \
        + number(line, "missing_acked") + number(line, "order_errors") + number(line, "failed")
}
BEGIN {
    while ((getline line < figures) > 0) {
        if (line ~ /^\{"machine"/) head = line
        else if (line ~ /^\{"column"/) { column[++columns] = text(line, "column"); title[columns] = text(line, "title") }
        else if (shape = text(line, "shape")) { key = shape SUBSEP text(line, "peer"); lines[key] = lines[key] line "\n" }
    }
    if (!columns) exit 1
    printf "%s; %s; %s; medians; rounds: %d, of %d s; load %s before.", text(head, "date"),
        text(head, "machine"), text(head, "java"), number(head, "rounds"), number(head, "seconds"), text(head, "load")
    printf " CPU in microseconds unless said; in brackets: to `limit`.\n\n| shape | what |"
    for (c = 1; c <= columns; c++) printf " %s |", title[c]
    printf "\n|---|---|"
    for (c = 1; c <= columns; c++) printf "---|"
    print ""
}
{
    some = least = ""
    for (c = 1; c <= columns; c++) {
        n = split(lines[$1 SUBSEP column[c]], runs, "\n")
        list = ""
        for (i = 1; i < n; i++) list = list " " number(runs[i], $2)
        value[c] = median(list)
        some = some value[c]
        if (column[c] == "limit") least = value[c]
    }
    if (some == "") next
    printf "| `%s` | %s |", $1, $3
    for (c = 1; c <= columns; c++) {
        if (value[c] == "") printf " - |"
        else if (least > 0 && column[c] != "limit") printf " %s (%s) |", shown(value[c]), ratio(value[c] / least)
        else printf " %s |", shown(value[c])
    }
    print ""
    row[++rows] = $1
}
END {
    if (!rows) exit 1
    for (r = 1; r <= rows; r++) {
        for (c = 1; c <= columns; c++) {
            n = split(lines[row[r] SUBSEP column[c]], runs, "\n")
            bad = 0
            for (i = 1; i < n; i++) bad += lost(runs[i])
            if (bad && row[r] != row[r - 1]) faults = faults "\n- `" row[r] "`, " column[c] ": " bad
        }
    }
    if (faults != "") print "\nLost, doubled, out of order, stalled or refused, in all rounds:" faults
}
