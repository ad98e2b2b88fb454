package dev.roadloop.freeze.labels;

import dev.roadloop.contracts.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which classes a dataset has, and which classes of its sources they stand for. As JSON:
/// `{"classes":[{"name":"car","from":["Car","Van"]},{"name":"pedestrian"}],"leaveOut":["animal"]}`.
///
/// @param classes in the order of the dataset
/// @param leaveOut classes of sources whose boxes are left out
public record Ontology(List<OntologyClass> classes, @Nullable List<String> leaveOut) {
    /// A class of a dataset.
    ///
    /// @param name its name, which also stands for the same name in a source
    /// @param from other names that sources have for it
    public record OntologyClass(String name, @Nullable List<String> from) {
        /// @throws IllegalArgumentException when the name is missing
        public OntologyClass {
            if (name == null || name.isBlank()) {
                throw new IllegalArgumentException("the field \"name\" of a class is missing");
            }
            from = from == null ? List.of() : List.copyOf(from);
        }
    }

    /// @throws IllegalArgumentException when there is no class, or a name stands for two
    public Ontology {
        if (classes == null || classes.isEmpty()) {
            throw new IllegalArgumentException("the field \"classes\" is missing or empty");
        }
        classes = List.copyOf(classes);
        leaveOut = leaveOut == null ? List.of() : List.copyOf(leaveOut);
        Set<String> names = new LinkedHashSet<>(leaveOut);
        for (OntologyClass one : classes) {
            List<String> all = new ArrayList<>();
            all.add(one.name());
            List<String> others = one.from();
            if (others != null) {
                all.addAll(others);
            }
            for (String name : new LinkedHashSet<>(all)) {
                if (!names.add(name)) {
                    throw new IllegalArgumentException(
                            "ontology: expected every name once, found '" + name + "' twice");
                }
            }
        }
    }

    /// The classes of the sources as they are, in the order in which they come.
    ///
    /// @throws IllegalArgumentException when they have none
    public static Ontology of(List<LabelSource> sources) {
        Set<String> names = new LinkedHashSet<>();
        sources.forEach(source -> names.addAll(source.classes()));
        if (names.isEmpty()) {
            throw new IllegalArgumentException("the labels have no classes; name an ontology");
        }
        return new Ontology(
                names.stream().map(name -> new OntologyClass(name, null)).toList(), null);
    }

    /// Reads an ontology.
    ///
    /// @param source what the document is, for the message
    /// @throws dev.roadloop.contracts.MalformedJsonException when it is none
    public static Ontology read(byte[] json, String source) {
        return Json.read(json, Ontology.class, source);
    }

    /// The classes' names.
    public List<String> names() {
        return classes.stream().map(OntologyClass::name).toList();
    }

    /// Looks up names of sources.
    Lookup lookup() {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < classes.size(); i++) {
            positions.put(classes.get(i).name(), i);
            List<String> others = classes.get(i).from();
            for (String name : others == null ? List.<String>of() : others) {
                positions.put(name, i);
            }
        }
        return new Lookup(positions, leaveOut == null ? Set.of() : Set.copyOf(leaveOut));
    }

    /// The positions of classes by their names in sources.
    record Lookup(Map<String, Integer> positions, Set<String> leftOut) {
        OptionalInt position(String name) {
            Integer position = positions.get(name);
            return position == null ? OptionalInt.empty() : OptionalInt.of(position);
        }

        boolean leavesOut(String name) {
            return leftOut.contains(name);
        }
    }
}
