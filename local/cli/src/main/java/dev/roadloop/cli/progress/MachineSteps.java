package dev.roadloop.cli.progress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The working states of a state machine, read from its definition: those on the way that an
/// execution takes when nothing is wrong, and those beside it.
///
/// @param way the working states from the start to the end, taking the default of each choice
/// @param others the working states that are reached otherwise
record MachineSteps(List<String> way, Set<String> others) {

    private static final Set<String> WORKING = Set.of("Task", "Map", "Parallel");

    MachineSteps {
        way = List.copyOf(way);
        others = Set.copyOf(others);
    }

    /// @param definition in the Amazon States Language
    static MachineSteps of(String definition) {
        JsonNode machine;
        try {
            machine = new ObjectMapper().readTree(definition);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "the state machine's definition is not JSON: " + e.getOriginalMessage(), e);
        }
        JsonNode states = machine.path("States");
        Set<String> passed = new LinkedHashSet<>();
        String name = machine.path("StartAt").asText();
        while (states.has(name) && passed.add(name)) {
            JsonNode state = states.path(name);
            name = state.path(state.has("Default") ? "Default" : "Next").asText();
        }
        List<String> way = new ArrayList<>();
        passed.stream().filter(state -> works(states.path(state))).forEach(way::add);
        Set<String> others = new LinkedHashSet<>();
        states.properties()
                .forEach(state -> {
                    if (works(state.getValue()) && !way.contains(state.getKey())) {
                        others.add(state.getKey());
                    }
                });
        return new MachineSteps(way, others);
    }

    boolean contains(String state) {
        return way.contains(state) || others.contains(state);
    }

    private static boolean works(JsonNode state) {
        return WORKING.contains(state.path("Type").asText());
    }
}
