package dev.roadloop.freeze;

import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.domain.CallerException;
import dev.roadloop.freeze.labels.Assembly;
import dev.roadloop.freeze.labels.Faults;
import dev.roadloop.freeze.labels.LabelSource;
import dev.roadloop.freeze.labels.LabelSources;
import dev.roadloop.freeze.labels.LabelledPicture;
import dev.roadloop.freeze.labels.Ontology;
import dev.roadloop.freeze.picture.KnownPictures;
import dev.roadloop.freeze.picture.PictureFacts;
import dev.roadloop.freeze.picture.PictureIndex;
import dev.roadloop.freeze.picture.PictureScan;
import dev.roadloop.freeze.picture.PictureScan.Outcome;
import dev.roadloop.freeze.picture.PictureScan.Usable;
import dev.roadloop.freeze.picture.PictureScan.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Labels and pictures of some sources, read and checked.
///
/// @param faults what is wrong; where there is anything, samples are missing
/// @param classes the classes that boxes refer to
/// @param areas the kinds of areas that areas refer to
/// @param samples sorted by path, all to train on for now
/// @param files where the pictures lie, by the samples' paths, but those that are in the store
/// @param frames what frames said that were unpacked, by their recordings' paths with their names
///   below them
/// @param read pictures whose bytes were read; the others had not changed since they last were
/// @param decoded those of them that were decoded: the contents of the others were known
record LabelledSamples(
        Faults faults,
        List<String> classes,
        List<String> areas,
        List<DatasetSample> samples,
        Map<String, Path> files,
        Map<Path, PictureFacts> frames,
        int read,
        int decoded) {
    LabelledSamples {
        classes = List.copyOf(classes);
        areas = List.copyOf(areas);
        samples = List.copyOf(samples);
        files = Map.copyOf(files);
        frames = Map.copyOf(frames);
    }

    /// Reads sources.
    ///
    /// @param given the classes; null for those of the sources
    /// @param scratch a folder for frames of recordings
    /// @param index remembers what pictures said; saved when all are read
    /// @param known pictures whose content was decoded before
    /// @throws CallerException when the sources are of no use at all
    static LabelledSamples read(
            List<Path> from,
            @Nullable Ontology given,
            Path scratch,
            PictureIndex index,
            KnownPictures known,
            int threads,
            BuildProgress progress)
            throws IOException {
        Faults faults = new Faults();
        Files.createDirectories(scratch);
        LabelSources reader = new LabelSources(scratch, known::isStored);
        List<LabelSource> sources = new ArrayList<>();
        for (Path source : from) {
            sources.addAll(reader.read(source, faults));
        }
        List<LabelledPicture> pictures =
                sources.stream().flatMap(source -> source.pictures().stream()).toList();
        List<Outcome> scanned =
                new PictureScan(index, known, threads)
                        .scan(
                                pictures.stream().map(LabelledPicture::file).toList(),
                                done ->
                                        progress.at(
                                                BuildProgress.Step.READ, done, pictures.size()));
        index.addFrames(lasting(pictures, scanned, known));
        index.save();
        boolean classless = sources.stream().allMatch(source -> source.classes().isEmpty());
        if (given == null && classless && !faults.isEmpty()) {
            return new LabelledSamples(
                    faults, List.of(), List.of(), List.of(), Map.of(), Map.of(), 0, 0);
        }
        if (pictures.isEmpty() && faults.isEmpty()) {
            throw new CallerException(from + ": expected labelled pictures, found none");
        }
        Ontology ontology = given == null ? Ontology.of(sources) : given;
        List<DatasetSample> samples = new Assembly(ontology, faults).samples(sources, scanned);
        return new LabelledSamples(
                faults,
                ontology.names(),
                ontology.areaNames(),
                samples,
                files(sources, known),
                frames(pictures, scanned),
                count(scanned, Work.DIGESTED) + count(scanned, Work.DECODED),
                count(scanned, Work.DECODED));
    }

    private static int count(List<Outcome> scanned, Work work) {
        return (int)
                scanned.stream()
                        .filter(one -> one instanceof Usable usable && usable.work() == work)
                        .count();
    }

    private static Map<Path, PictureFacts> frames(
            List<LabelledPicture> pictures, List<Outcome> scanned) {
        Map<Path, PictureFacts> frames = new HashMap<>();
        for (int i = 0; i < pictures.size(); i++) {
            LabelledPicture picture = pictures.get(i);
            if (!picture.origin().equals(picture.file())
                    && scanned.get(i) instanceof Usable usable) {
                frames.put(picture.origin(), usable.facts());
            }
        }
        return frames;
    }

    /// Frames of recordings all of whose frames are pictures.
    private static Map<Path, PictureFacts> lasting(
            List<LabelledPicture> pictures, List<Outcome> scanned, KnownPictures known) {
        Map<Path, PictureFacts> frames = new HashMap<>();
        Set<Path> bad = new HashSet<>();
        for (int i = 0; i < pictures.size(); i++) {
            LabelledPicture picture = pictures.get(i);
            if (picture.origin().equals(picture.file()) && !known.isStored(picture.file())) {
                continue;
            }
            if (scanned.get(i) instanceof Usable usable) {
                frames.put(picture.origin(), usable.facts());
            } else {
                bad.add(picture.origin().getParent());
            }
        }
        frames.keySet().removeIf(frame -> bad.contains(frame.getParent()));
        return frames;
    }

    private static Map<String, Path> files(List<LabelSource> sources, KnownPictures known) {
        Map<String, Path> files = new HashMap<>();
        for (LabelSource source : sources) {
            source.pictures().stream()
                    .filter(picture -> !known.isStored(picture.file()))
                    .forEach(picture ->
                            files.put(
                                    "images/" + source.name() + "/" + picture.name(),
                                    picture.file()));
        }
        return files;
    }
}
