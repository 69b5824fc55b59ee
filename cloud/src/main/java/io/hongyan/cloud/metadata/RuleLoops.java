package io.hongyan.cloud.metadata;

import io.hongyan.cloud.metadata.MetadataException.Kind;
import io.hongyan.cloud.metadata.rule.ExchangeConnection;
import io.hongyan.cloud.metadata.rule.Rule;
import io.hongyan.cloud.metadata.rule.RuleOptions.Inbound;
import io.hongyan.cloud.metadata.rule.RuleOptions.Outbound;
import io.hongyan.cloud.metadata.rule.RuleOptions.Outflow;
import io.hongyan.cloud.metadata.rule.RuleOptions.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds rules by which a message could come back to where it was, again and again, through any number of topics,
/// instances and connections. A rule that lets only messages of devices out ends each such way, since what came in from
/// another system is none. Rules that are disabled count, so that they can be enabled.
final class RuleLoops {
    private final Map<String, List<Step>> steps = new HashMap<>();
    private final Set<String> harmless = new HashSet<>();

    /// A rule carries messages from one place to another.
    private record Step(String from, String to, String title) {}

    private RuleLoops(MetadataSnapshot snapshot) {
        Map<String, String> systems = systems(snapshot.connections());
        for (CloudInstance instance : snapshot.instances()) {
            for (Rule rule : instance.rules()) {
                Step step = step(instance, rule, systems.getOrDefault(rule.connection(), rule.connection()));
                if (step != null) {
                    steps.computeIfAbsent(step.from(), _ -> new ArrayList<>()).add(step);
                }
            }
        }
    }

    static void refuse(MetadataSnapshot snapshot) {
        RuleLoops loops = new RuleLoops(snapshot);
        for (String place : List.copyOf(loops.steps.keySet())) {
            List<Step> loop = loops.loop(place, new ArrayList<>());
            if (!loop.isEmpty()) {
                throw new MetadataException(
                        Kind.LIMIT,
                        "messages would go round for ever by " + String.join(" and ", titles(loop))
                                + "; let the outbound rule carry what devices publish alone (outflow devices), or name"
                                + " another topic");
            }
        }
    }

    private static List<String> titles(List<Step> loop) {
        return loop.stream().map(Step::title).toList();
    }

    private static @Nullable Step step(CloudInstance instance, Rule rule, String system) {
        String here = "here " + instance.id() + " " + rule.resource();
        String there = "there " + system + " " + rule.topic();
        String title = rule.title() + " of instance " + instance.id();
        return switch (rule.options()) {
            case Outbound out -> out.outflow() == Outflow.ALL ? new Step(here, there, title) : null;
            case Inbound _ -> new Step(there, here, title);
            case Status _ -> null; // nobody publishes it here
        };
    }

    /// One name for connections that lead to one place.
    private static Map<String, String> systems(List<ExchangeConnection> connections) {
        Map<String, String> systems = new HashMap<>();
        for (ExchangeConnection connection : connections) {
            String own = connection.name();
            for (ExchangeConnection other : connections) {
                String joined = systems.get(other.name());
                if (joined != null && connection.meets(other)) {
                    systems.replaceAll((_, system) -> system.equals(joined) ? own : system);
                }
            }
            systems.put(own, own);
        }
        return systems;
    }

    /// The rules of a loop behind a place; none when every way from there ends.
    private List<Step> loop(String place, List<Step> way) {
        if (harmless.contains(place)) {
            return List.of();
        }
        for (int i = 0; i < way.size(); i++) {
            if (way.get(i).from().equals(place)) {
                return List.copyOf(way.subList(i, way.size()));
            }
        }
        for (Step step : steps.getOrDefault(place, List.of())) {
            way.add(step);
            List<Step> loop = loop(step.to(), way);
            way.removeLast();
            if (!loop.isEmpty()) {
                return loop;
            }
        }
        harmless.add(place);
        return List.of();
    }
}
