package dev.roadloop.inspect;

import dev.roadloop.contracts.InspectionReport.InspectedFile;
import dev.roadloop.contracts.RecordedLoss;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What is lost, and is it too much?
final class DamageRule implements Rule {

    @Override
    public void judge(Evidence evidence, FindingList findings) {
        for (RecordedLoss loss : evidence.losses()) {
            place(loss, findings);
        }
        if (evidence.lossesNotListed() > 0) {
            findings.add(
                    Check.FURTHER_DATA_LOST,
                    null,
                    evidence.lossesNotListed()
                            + " further damaged places are not listed one by one",
                    evidence.lossesNotListed());
        }
        long total = evidence.files().stream().mapToLong(InspectedFile::size).sum();
        long touched = damagedBytes(evidence.losses());
        double fraction = total == 0 ? 0 : (double) touched / total;
        double most = evidence.policy().losses().maxLostFraction();
        if (fraction > most) {
            findings.add(
                    Check.TOO_MUCH_LOST,
                    null,
                    String.format(
                            Locale.ROOT,
                            "%d of %d bytes (%.1f %%) lie in damaged ranges; at most %.1f %% are"
                                    + " tolerated",
                            touched,
                            total,
                            100 * fraction,
                            100 * most),
                    fraction,
                    most);
        }
    }

    private static void place(RecordedLoss loss, FindingList findings) {
        Long messages = loss.messages();
        String sentence =
                loss.file()
                        + ", bytes "
                        + loss.fromByte()
                        + " to "
                        + loss.toByte()
                        + ": "
                        + loss.cause();
        if (messages != null && messages == 0) {
            findings.add(
                    Check.INDEX_DAMAGED, loss.topic(), sentence, loss.fromByte(), loss.toByte());
        } else {
            findings.add(
                    Check.DATA_LOST,
                    loss.topic(),
                    sentence,
                    loss.fromByte(),
                    loss.toByte(),
                    messages == null ? Double.NaN : messages);
        }
    }

    /// Bytes in which messages were lost; a byte that several losses name counts once.
    static long damagedBytes(List<RecordedLoss> losses) {
        List<RecordedLoss> byPlace =
                losses.stream()
                        .filter(loss -> loss.messages() == null || loss.messages() > 0)
                        .sorted(
                                Comparator.comparing(RecordedLoss::file)
                                        .thenComparing(RecordedLoss::fromByte))
                        .toList();
        long bytes = 0;
        String file = "";
        long end = 0;
        for (RecordedLoss loss : byPlace) {
            if (!loss.file().equals(file)) {
                file = loss.file();
                end = 0;
            }
            long from = Math.max(end, loss.fromByte());
            bytes += Math.max(0, loss.toByte() - from);
            end = Math.max(end, loss.toByte());
        }
        return bytes;
    }
}
