package dev.roadloop.evaluate.detection;

/// COCO's twelve numbers for detections, in the order of the COCO toolbox
/// (<https://cocodataset.org/#detection-eval>).
public enum CocoMetric {
    AP("AP", "average precision, mean over overlaps 0.50 to 0.95"),
    AP_50("AP50", "average precision at an overlap of 0.50"),
    AP_75("AP75", "average precision at an overlap of 0.75"),
    AP_SMALL("APsmall", "AP of objects up to 32 x 32 pixels"),
    AP_MEDIUM("APmedium", "AP of objects from 32 x 32 to 96 x 96 pixels"),
    AP_LARGE("APlarge", "AP of objects from 96 x 96 pixels"),
    AR_1("AR1", "average recall with one detection per class and image"),
    AR_10("AR10", "average recall with ten detections per class and image"),
    AR_100("AR100", "average recall with a hundred detections per class and image"),
    AR_SMALL("ARsmall", "AR100 of objects up to 32 x 32 pixels"),
    AR_MEDIUM("ARmedium", "AR100 of objects from 32 x 32 to 96 x 96 pixels"),
    AR_LARGE("ARlarge", "AR100 of objects from 96 x 96 pixels");

    private final String label;
    private final String meaning;

    CocoMetric(String label, String meaning) {
        this.label = label;
        this.meaning = meaning;
    }

    /// Its name in JSON and tables.
    public String label() {
        return label;
    }

    /// What it says, for people.
    public String meaning() {
        return meaning;
    }

    double of(CategoryScores scores) {
        return switch (this) {
            case AP -> scores.meanPrecision(AreaRange.ALL);
            case AP_50 -> scores.precisionAt(Thresholds.HALF);
            case AP_75 -> scores.precisionAt(Thresholds.THREE_QUARTERS);
            case AP_SMALL -> scores.meanPrecision(AreaRange.SMALL);
            case AP_MEDIUM -> scores.meanPrecision(AreaRange.MEDIUM);
            case AP_LARGE -> scores.meanPrecision(AreaRange.LARGE);
            case AR_1 -> scores.meanRecallOfOne();
            case AR_10 -> scores.meanRecallOfTen();
            case AR_100 -> scores.meanRecall(AreaRange.ALL);
            case AR_SMALL -> scores.meanRecall(AreaRange.SMALL);
            case AR_MEDIUM -> scores.meanRecall(AreaRange.MEDIUM);
            case AR_LARGE -> scores.meanRecall(AreaRange.LARGE);
        };
    }
}
