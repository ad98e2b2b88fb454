package dev.roadloop.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.Sha256;
import dev.roadloop.learning.checkpoint.DamagedFileException;
import dev.roadloop.learning.checkpoint.Tensor;
import dev.roadloop.learning.checkpoint.TensorFile;
import dev.roadloop.learning.network.NetworkShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A trained model in a file: the network's size, the names of its classes and areas, what it was
/// made by and from, and its weights.
///
/// @param shape of the network
/// @param classes names, by label
/// @param areas names, by index
/// @param provenance what it was made by and from
/// @param steps changes of its weights
/// @param weights by name
public record ModelFile(
        NetworkShape shape,
        List<String> classes,
        List<String> areas,
        Provenance provenance,
        long steps,
        Map<String, Tensor> weights) {

    /// The file's name.
    public static final String NAME = "model.tensors";

    /// Copies the collections.
    public ModelFile {
        classes = List.copyOf(classes);
        areas = areas == null ? List.of() : List.copyOf(areas);
        if (shape.classes() != classes.size()) {
            throw new IllegalArgumentException(
                    "expected names for %d classes, found %s".formatted(shape.classes(), classes));
        }
        if (shape.areas() != areas.size()) {
            throw new IllegalArgumentException(
                    "expected names for %d areas, found %s".formatted(shape.areas(), areas));
        }
    }

    /// A model without areas.
    public ModelFile(
            NetworkShape shape,
            List<String> classes,
            Provenance provenance,
            long steps,
            Map<String, Tensor> weights) {
        this(shape, classes, List.of(), provenance, steps, weights);
    }

    private record Meta(
            NetworkShape shape,
            List<String> classes,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> areas,
            Provenance provenance,
            long steps) {}

    /// Writes it.
    ///
    /// @return digest of the content
    public Sha256 write(Path file) throws IOException {
        return TensorFile.write(file, new Meta(shape, classes, areas, provenance, steps), weights);
    }

    /// Reads one.
    ///
    /// @throws DamagedFileException if it is not what was written
    public static ModelFile read(Path file) throws IOException, DamagedFileException {
        TensorFile tensors = TensorFile.read(file);
        Meta meta = Json.read(Json.bytes(tensors.meta()), Meta.class, file.toString());
        return new ModelFile(
                meta.shape(),
                meta.classes(),
                meta.areas(),
                meta.provenance(),
                meta.steps(),
                tensors.tensors());
    }
}
