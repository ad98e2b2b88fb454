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
/// `{"classes":[{"name":"car","from":["Car","Van"]},{"name":"pedestrian"}],"leaveOut":["animal"],
/// "areas":[{"name":"drivable area","from":["road"]}]}`.
///
/// @param classes in the order of the dataset
/// @param leaveOut classes and areas of sources that are left out
/// @param areas kinds of areas, in the order of the dataset
public record Ontology(
        List<OntologyClass> classes,
        @Nullable List<String> leaveOut,
        @Nullable List<OntologyClass> areas) {
    /// A class of a dataset, or a kind of area.
    ///
    /// @param name its name, which also stands for the same name in a source
    /// @param from other names that sources have for it
    public record OntologyClass(String name, @Nullable List<String> from) {
        /// @throws IllegalArgumentException when the name is missing, or no text of one line
        public OntologyClass {
            if (name == null || name.isBlank()) {
                throw new IllegalArgumentException("the field \"name\" of a class is missing");
            }
            if (name.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(
                        "the name of a class: expected a text of one line, found "
                                + Faults.quoted(name));
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
        areas = areas == null ? List.of() : List.copyOf(areas);
        List<OntologyClass> everything = new ArrayList<>(classes);
        everything.addAll(areas);
        for (OntologyClass one : everything) {
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

    /// An ontology without areas.
    public Ontology(List<OntologyClass> classes, @Nullable List<String> leaveOut) {
        this(classes, leaveOut, null);
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
        Set<String> areas = new LinkedHashSet<>();
        sources.forEach(source -> areas.addAll(source.areas()));
        return new Ontology(asTheyAre(names), null, asTheyAre(areas));
    }

    private static List<OntologyClass> asTheyAre(Set<String> names) {
        return names.stream().map(name -> new OntologyClass(name, null)).toList();
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

    /// The names of the kinds of areas.
    public List<String> areaNames() {
        return areas == null ? List.of() : areas.stream().map(OntologyClass::name).toList();
    }

    /// Looks up classes by their names in sources.
    Lookup lookup() {
        return lookup(classes);
    }

    /// Looks up kinds of areas by their names in sources.
    Lookup areaLookup() {
        return lookup(areas == null ? List.of() : areas);
    }

    private Lookup lookup(List<OntologyClass> among) {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < among.size(); i++) {
            positions.put(among.get(i).name(), i);
            List<String> others = among.get(i).from();
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
