package dev.roadloop.embedded.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.event.ruler.Machine;

/// The rules of all buses: those of the template, and changes made by calls, which are journaled. A
/// rule of the template can be switched on and off but not changed.
final class RuleBook implements AutoCloseable {

    private final Map<String, Map<String, EventRule>> byBus = new LinkedHashMap<>();
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final Set<String> templated = new HashSet<>();
    private final Journal journal;

    RuleBook(Collection<String> buses, List<EventRule> template, Path file) {
        buses.forEach(bus -> byBus.put(bus, new LinkedHashMap<>()));
        for (EventRule rule : template) {
            Map<String, EventRule> rules = byBus.get(rule.bus());
            if (rules == null) {
                throw new IllegalArgumentException(
                        "rule "
                                + rule.name()
                                + ": the template has no event bus "
                                + rule.bus()
                                + ", only "
                                + byBus.keySet());
            }
            rules.put(rule.name(), rule);
            templated.add(rule.arn());
        }
        this.journal = Journal.open(file, this::replay);
        byBus.keySet().forEach(this::compile);
    }

    private void replay(JsonNode entry) {
        Map<String, EventRule> rules = byBus.get(entry.path("bus").asText());
        String name = entry.path("name").asText();
        if (rules == null) {
            return;
        }
        EventRule present = rules.get(name);
        if (entry.has("state") && present != null) {
            rules.put(name, present.withState(entry.get("state").asText().equals("ENABLED")));
        } else if (entry.has("rule") && (present == null || !templated.contains(present.arn()))) {
            if (entry.get("rule").isNull()) {
                rules.remove(name);
            } else {
                rules.put(
                        name,
                        EventRule.parse(
                                name,
                                entry.path("arn").asText(),
                                entry.path("bus").asText(),
                                entry.get("rule")));
            }
        }
    }

    /// Builds the bus's matcher anew. Also the check of every pattern.
    private void compile(String bus) {
        Machine machine = new Machine();
        for (EventRule rule : rules(bus)) {
            if (rule.enabled() && rule.pattern().isPresent()) {
                try {
                    machine.addRule(rule.name(), rule.pattern().get());
                } catch (IOException e) {
                    throw new IllegalArgumentException(
                            "rule "
                                    + rule.name()
                                    + ": event pattern "
                                    + rule.pattern().get()
                                    + " is not valid: "
                                    + e.getMessage(),
                            e);
                }
            }
        }
        machines.put(bus, machine);
    }

    synchronized boolean hasBus(String bus) {
        return byBus.containsKey(bus);
    }

    synchronized List<String> buses() {
        return List.copyOf(byBus.keySet());
    }

    synchronized List<EventRule> rules(String bus) {
        return List.copyOf(byBus.getOrDefault(bus, Map.of()).values());
    }

    synchronized Optional<EventRule> find(String bus, String name) {
        return Optional.ofNullable(byBus.getOrDefault(bus, Map.of()).get(name));
    }

    synchronized boolean isTemplated(EventRule rule) {
        return templated.contains(rule.arn());
    }

    /// The enabled rules of `bus` whose pattern lets `event` through.
    List<EventRule> matching(String bus, String event) {
        Machine machine;
        Map<String, EventRule> rules;
        synchronized (this) {
            machine = machines.get(bus);
            rules = Map.copyOf(byBus.getOrDefault(bus, Map.of()));
        }
        if (machine == null) {
            return List.of();
        }
        try {
            List<EventRule> matching = new ArrayList<>();
            for (String name : machine.rulesForJSONEvent(event)) {
                EventRule rule = rules.get(name);
                if (rule != null) {
                    matching.add(rule);
                }
            }
            return matching;
        } catch (Exception e) {
            throw new IllegalArgumentException("event cannot be matched: " + e.getMessage(), e);
        }
    }

    synchronized void setState(EventRule rule, boolean enabled) {
        journal.append(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("bus", rule.bus())
                        .put("name", rule.name())
                        .put("state", enabled ? "ENABLED" : "DISABLED"));
        byBus.getOrDefault(rule.bus(), Map.of()).put(rule.name(), rule.withState(enabled));
        compile(rule.bus());
    }

    synchronized void put(EventRule rule) {
        Map<String, EventRule> rules = byBus.getOrDefault(rule.bus(), Map.of());
        EventRule before = rules.put(rule.name(), rule);
        try {
            compile(rule.bus());
        } catch (IllegalArgumentException e) {
            if (before == null) {
                rules.remove(rule.name());
            } else {
                rules.put(rule.name(), before);
            }
            compile(rule.bus());
            throw e;
        }
        ObjectNode entry =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("bus", rule.bus())
                        .put("name", rule.name())
                        .put("arn", rule.arn());
        ObjectNode json = rule.describe();
        rule.targets().forEach(target -> json.withArray("Targets").add(target.json()));
        entry.set("rule", json);
        journal.append(entry);
    }

    synchronized void remove(EventRule rule) {
        journal.append(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("bus", rule.bus())
                        .put("name", rule.name())
                        .putNull("rule"));
        byBus.getOrDefault(rule.bus(), Map.of()).remove(rule.name());
        compile(rule.bus());
    }

    @Override
    public void close() {
        journal.close();
    }
}
