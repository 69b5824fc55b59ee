package io.hongyan.server.config.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The order in which faults are told: those of a file together, by rising line.
public final class FaultOrder {
    private static final Pattern PLACE = Pattern.compile("([^\\n]*?):(\\d+): .*", Pattern.DOTALL);

    private FaultOrder() {}

    /// @param faults such as `FILE:LINE: text`; others stay together, in their order
    public static List<String> sorted(List<String> faults) {
        Map<String, List<String>> byFile = new LinkedHashMap<>();
        for (String fault : faults) {
            Matcher place = PLACE.matcher(fault);
            byFile.computeIfAbsent(place.matches() ? place.group(1) : "", _ -> new ArrayList<>())
                    .add(fault);
        }
        List<String> sorted = new ArrayList<>();
        byFile.values()
                .forEach(each -> each.stream()
                        .sorted(Comparator.comparingInt(FaultOrder::line))
                        .forEach(sorted::add));
        return sorted;
    }

    private static int line(String fault) {
        Matcher place = PLACE.matcher(fault);
        return place.matches() && place.group(2).length() < 10 ? Integer.parseInt(place.group(2)) : 0;
    }
}
