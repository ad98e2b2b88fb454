package dev.roadloop.evaluate.report;

import dev.roadloop.evaluate.calibration.Reliability;
import dev.roadloop.evaluate.calibration.ReliabilityBin;
import dev.roadloop.evaluate.coco.Detections;
import dev.roadloop.evaluate.coco.GroundTruth;
import dev.roadloop.evaluate.coco.IouType;
import dev.roadloop.evaluate.detection.CocoEvaluation;
import dev.roadloop.evaluate.detection.CocoNumbers;
import dev.roadloop.evaluate.detection.ConfusionMatrix;
import dev.roadloop.evaluate.detection.OperatingPoint;
import dev.roadloop.evaluate.detection.PrecisionCurve;
import dev.roadloop.evaluate.masks.AreaReport;
import dev.roadloop.evaluate.slices.Comparison;
import dev.roadloop.evaluate.slices.SliceNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that is said of one model on one ground truth.
///
/// @param groundTruth the ground truth's file
/// @param detections the detections' file
/// @param iouType what was compared
/// @param counts how much there was to judge
/// @param numbers COCO's twelve
/// @param classes the same by class, in ascending order of ids
/// @param calibrationError the expected calibration error; null where there are no detections or
///   scores are no probabilities
/// @param reliability the diagram; empty where scores are no probabilities
/// @param confusion what is taken for what
/// @param areas what is right and wrong about areas
/// @param slices the numbers of each slice with intervals; empty where none were asked for
/// @param comparison with another model; null where none was asked for
public record EvaluationReport(
        String groundTruth,
        String detections,
        IouType iouType,
        Counts counts,
        CocoNumbers numbers,
        List<ClassReport> classes,
        @Nullable Double calibrationError,
        List<ReliabilityBin> reliability,
        ConfusionMatrix confusion,
        AreaReport areas,
        List<SliceNumbers> slices,
        @Nullable Comparison comparison) {
    /// The least overlap at which a detection lies on an object, in the confusion matrix.
    public static final double CONFUSION_OVERLAP = 0.5;

    /// Where nothing is found, and no score is better than another.
    private static final double USUAL_SCORE = 0.25;

    /// Copies the lists.
    public EvaluationReport {
        classes = List.copyOf(classes);
        reliability = List.copyOf(reliability);
        slices = List.copyOf(slices);
    }

    /// How much there was to judge.
    ///
    /// @param images in the ground truth
    /// @param categories in the ground truth
    /// @param annotations in the ground truth
    /// @param annotationsLeftOut those on images or of categories that it does not list
    /// @param detections in the detections
    /// @param detectionsLeftOut those of categories that the ground truth does not list
    public record Counts(
            int images,
            int categories,
            int annotations,
            int annotationsLeftOut,
            int detections,
            int detectionsLeftOut) {}

    /// One class.
    ///
    /// @param id its id
    /// @param name its name
    /// @param numbers COCO's twelve for it alone
    /// @param curve its precision by recall
    public record ClassReport(long id, String name, CocoNumbers numbers, PrecisionCurve curve) {}

    /// The score from which detections count where one of them has to be taken or left: in the
    /// confusion matrix and in pictures.
    public static double operatingScore(CocoEvaluation evaluation) {
        return OperatingPoint.of(evaluation).map(OperatingPoint::score).orElse(USUAL_SCORE);
    }

    /// Reports on a model.
    ///
    /// @param confusionScore the least score of the detections in the confusion matrix
    /// @param areas what is right and wrong about areas
    /// @param slices the numbers of each slice; empty where none were asked for
    /// @param comparison with another model; null where none was asked for
    public static EvaluationReport of(
            String truthName,
            GroundTruth truth,
            String detectionsName,
            Detections detections,
            CocoEvaluation evaluation,
            double confusionScore,
            AreaReport areas,
            List<SliceNumbers> slices,
            @Nullable Comparison comparison) {
        List<CocoNumbers> byCategory = evaluation.numbersByCategory();
        List<PrecisionCurve> curves = evaluation.curves();
        List<ClassReport> classes = new ArrayList<>();
        for (int k = 0; k < byCategory.size(); k++) {
            classes.add(
                    new ClassReport(
                            truth.categories().id(k),
                            truth.categoryNames().get(k),
                            byCategory.get(k),
                            curves.get(k)));
        }
        Reliability reliability = Reliability.of(evaluation);
        int[] once = new int[truth.images().size()];
        Arrays.fill(once, 1);
        double error = reliability.error(once);
        return new EvaluationReport(
                truthName,
                detectionsName,
                detections.iouType(),
                new Counts(
                        truth.images().size(),
                        truth.categories().size(),
                        truth.annotations().size(),
                        truth.annotations().unknown(),
                        detections.size(),
                        detections.unknownCategories()),
                evaluation.numbers(),
                classes,
                Double.isNaN(error) ? null : error,
                reliability.bins(once),
                ConfusionMatrix.of(truth, detections, confusionScore, CONFUSION_OVERLAP),
                areas,
                slices,
                comparison);
    }
}
