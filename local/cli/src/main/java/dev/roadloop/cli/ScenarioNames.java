package dev.roadloop.cli;

import dev.roadloop.simdrive.Scenario;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/// The scenarios by the names that the command line has for them.
final class ScenarioNames implements Iterable<String> {

    private static final List<String> ALL =
            Arrays.stream(Scenario.values()).map(Scenario::id).toList();

    /// For picocli, which makes one to complete and to explain an option.
    ScenarioNames() {}

    @Override
    public Iterator<String> iterator() {
        return ALL.iterator();
    }

    /// The scenario called so.
    ///
    /// @throws WrongOption naming the nearest and all there are
    static Scenario find(String name) {
        if (!ALL.contains(name)) {
            throw new WrongOption(
                    "no scenario is called '"
                            + name
                            + "'"
                            + Nearest.question(name, ALL)
                            + (Nearest.to(name, ALL).isEmpty() ? "; choose one of " : " All: ")
                            + String.join(", ", ALL));
        }
        return Scenario.of(name);
    }
}
